package io.tenantschemas.role;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.tenant.SchemaName;

/**
 * What has to be so in a database before the roles of tenants are a wall.
 *
 * @param user the database user
 * @param tenantTable the tenants' table as it is written into SQL
 * @param publicSchema the schema that holds the shared tables
 */
record RoleSetup(DatabaseUser user, String tenantTable, SchemaName publicSchema) {

    private static final String OF_TENANTS =
            "SELECT n.nspname FROM %s tenant_row JOIN pg_catalog.pg_namespace n ON n.nspname = tenant_row.schema_name"
                    + " JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner WHERE n.nspname <> ?";

    private static final String WITHOUT_ROLE =
            OF_TENANTS + " AND (r.rolname <> n.nspname OR r.rolcanlogin OR r.rolsuper) ORDER BY 1";

    private static final String INHERITED = OF_TENANTS + " AND pg_catalog.pg_has_role(r.oid, 'USAGE') ORDER BY 1";

    private static final String SCHEMA = "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = ?";

    /**
     * Sees to it that it is so.
     *
     * @throws RoleSetupException if it is not
     */
    void verify(Connection connection) throws SQLException {
        if (user.inheritsFromTenants()) {
            throw RoleSetupException.inheriting(user);
        }
        if (!user.name().equals(publicSchema.value())
                && !names(SCHEMA, user.name(), connection).isEmpty()) {
            throw RoleSetupException.schemaOf(user);
        }
        List<String> without = tenants(WITHOUT_ROLE, connection);
        if (!without.isEmpty()) {
            throw RoleSetupException.without(without);
        }
        if (!user.superuser()) {
            List<String> inherited = tenants(INHERITED, connection);
            if (!inherited.isEmpty()) {
                throw RoleSetupException.inheritingFrom(user, inherited);
            }
        }
    }

    private List<String> tenants(String sql, Connection connection) throws SQLException {
        return names(sql.formatted(tenantTable), publicSchema.value(), connection);
    }

    private static List<String> names(String sql, String parameter, Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }
}
