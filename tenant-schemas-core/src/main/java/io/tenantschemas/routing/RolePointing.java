package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.tenant.Tenant;

/**
 * Lets a session become the role of a tenant after it was somebody else's, in the same words for each, so that the server parses and
 * plans them once for a connection: as it does so as the user, whose path is always the same, the plan stays good.
 */
final class RolePointing {

    private final Supplier<String> text;

    RolePointing(Supplier<Optional<TenantRows>> rows, String path) {
        this.text = SingletonSupplier.of(() -> LeftOvers.DISCARD_SEQUENCES
                + new PointingSql(
                                "",
                                "SELECT pg_catalog.current_schema(), " + condition(rows.get()) + LeftOvers.COLUMNS,
                                "",
                                false)
                        .setting("search_path", PointingSql.asShown(path))
                        .settingTo("application_name", "?")
                        .becoming("?", "?")
                        .text());
    }

    private static String condition(Optional<TenantRows> rows) {
        // Where nobody is asked, the parameters have to be there all the same.
        return rows.map(each -> each.conditionFor("CAST(? AS pg_catalog.int8)", "CAST(? AS pg_catalog.text)"))
                .orElse("CAST(? AS pg_catalog.int8) IS NOT NULL AND CAST(? AS pg_catalog.text) IS NOT NULL");
    }

    /** Does so, and asks the same that is asked of others who come after somebody. */
    <T> T ask(Connection connection, Tenant tenant, String applicationName, LastAnswer.Reader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.get())) {
            statement.setLong(1, tenant.id());
            statement.setString(2, tenant.schema().value());
            statement.setString(3, applicationName);
            statement.setString(4, tenant.schema().quoted());
            statement.setString(5, tenant.schema().value());
            return LastAnswer.of(statement, statement.execute(), reader);
        }
    }
}
