package io.tenantschemas.autoconfigure.role;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.tenant.SchemaName;

/** Makes sure at start-up that tenants have their roles, and that the database user is kept to them. */
final class TenantRolesVerifier implements SmartInitializingSingleton {

    private static final Log logger = LogFactory.getLog(TenantRolesVerifier.class);

    private final TenantRoles roles;

    private final DataSource dataSource;

    private final TenantTable table;

    private final SchemaName publicSchema;

    TenantRolesVerifier(TenantRoles roles, DataSource dataSource, TenantTable table, SchemaName publicSchema) {
        this.roles = roles;
        this.dataSource = dataSource;
        this.table = table;
        this.publicSchema = publicSchema;
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (Connection connection = dataSource.getConnection()) {
            warn(roles.verify(table.qualified(), publicSchema, connection));
        } catch (SQLException failure) {
            throw new SQLExceptionSubclassTranslator().translate("Looking at the roles of tenants", null, failure);
        }
    }

    private static void warn(List<String> missing) {
        if (!missing.isEmpty()) {
            logger.warn(
                    "Tenants cannot be made, because the database user may not create their roles and schemas. Let a superuser run: %s"
                            .formatted(String.join(" ", missing)));
        }
    }
}
