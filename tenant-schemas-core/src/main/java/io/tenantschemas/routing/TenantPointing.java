package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Points a session at a tenant after it served somebody else, in the same words for each tenant, so that the server parses and
 * plans them once for a connection. A plan is good for the path on which it was made: where paths differ, the path is brought
 * first to the public schema alone, in words of which the driver takes no notice. At {@code RESET search_path} it would drop
 * all that it prepared.
 */
final class TenantPointing {

    private final Supplier<String> text;

    private final boolean roles;

    /**
     * As one that asks these rows.
     *
     * @param publicSchema the schema that holds the shared tables
     * @param pathOfRoles the path of all tenants, each of whom has a role to become; null if each has a path instead
     */
    TenantPointing(Supplier<Optional<TenantRows>> rows, SchemaName publicSchema, @Nullable String pathOfRoles) {
        this.roles = pathOfRoles != null;
        this.text = SingletonSupplier.of(() -> LeftOvers.DISCARD_SEQUENCES
                + pointing(
                                "SELECT pg_catalog.current_schema(), " + condition(rows.get()) + LeftOvers.COLUMNS,
                                publicSchema,
                                pathOfRoles)
                        .text());
    }

    private static PointingSql pointing(String select, SchemaName publicSchema, @Nullable String pathOfRoles) {
        PointingSql sql = new PointingSql("", select, "", false).settingTo("application_name", "?");
        return pathOfRoles == null
                ? sql.before("SET SCHEMA '" + publicSchema + "';").settingTo("search_path", "?")
                : sql.setting("search_path", PointingSql.asShown(pathOfRoles)).becoming("?", "?");
    }

    private static String condition(Optional<TenantRows> rows) {
        // Where nobody is asked, the parameters have to be there all the same.
        return rows.map(each -> each.conditionFor("CAST(? AS pg_catalog.int8)", "CAST(? AS pg_catalog.text)"))
                .orElse("CAST(? AS pg_catalog.int8) IS NOT NULL AND CAST(? AS pg_catalog.text) IS NOT NULL");
    }

    /** Does so, and asks the same that is asked of others who come after somebody. */
    <T> T ask(Connection connection, Tenant tenant, String path, String applicationName, LastAnswer.Reader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.get())) {
            statement.setLong(1, tenant.id());
            statement.setString(2, tenant.schema().value());
            statement.setString(3, applicationName);
            if (roles) {
                statement.setString(4, tenant.schema().quoted());
                statement.setString(5, tenant.schema().value());
            } else {
                statement.setString(4, PointingSql.asShown(path));
            }
            return LastAnswer.of(statement, statement.execute(), reader);
        }
    }
}
