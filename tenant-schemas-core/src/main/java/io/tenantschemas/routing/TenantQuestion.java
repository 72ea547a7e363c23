package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.tenant.Tenant;

/**
 * What is asked about a tenant: four columns, which say whether it has its row, whether its schema may be used, whether that
 * holds what is found by the path, and whether what is kept of its tables asks for the path.
 */
final class TenantQuestion {

    /** How many columns there are. */
    static final int COLUMNS = 4;

    /** A question about nobody, with the same columns. */
    static final String ABOUT_NOBODY = "SELECT true, true, false, false";

    // The planner puts the parameters where these columns are.
    private static final String ABOUT =
            " FROM (SELECT CAST(? AS pg_catalog.int8) AS id, CAST(? AS pg_catalog.name) AS schema) asked_about";

    private final Supplier<Optional<TenantRows>> rows;

    private final Supplier<String> withoutExpressions;

    private final Supplier<String> withExpressions;

    TenantQuestion(Supplier<Optional<TenantRows>> rows) {
        this.rows = rows;
        this.withoutExpressions = SingletonSupplier.of(() -> withParameters(false));
        this.withExpressions = SingletonSupplier.of(() -> withParameters(true));
    }

    /**
     * Returns the question as a text of its own, which may be part of another.
     *
     * @param expressions whether the server looks at what it keeps of the tables, which takes longer
     */
    String about(Tenant tenant, boolean expressions) {
        return select(Long.toString(tenant.id()), "'" + tenant.schema() + "'", expressions);
    }

    /**
     * Asks, in the same words for each tenant, so that the server plans them once for a connection.
     *
     * @param expressions whether the server looks at what it keeps of the tables
     */
    <T> T ask(Connection connection, Tenant tenant, boolean expressions, LastAnswer.Reader<T> reader)
            throws SQLException {
        String sql = (expressions ? withExpressions : withoutExpressions).get();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tenant.id());
            statement.setString(2, tenant.schema().value());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return reader.read(result);
            }
        }
    }

    private String withParameters(boolean expressions) {
        return select("asked_about.id", "asked_about.schema", expressions) + ABOUT;
    }

    private String select(String id, String schema, boolean expressions) {
        return "SELECT "
                + rows.get().map(each -> each.conditionFor(id, schema)).orElse("true")
                + ", (SELECT pg_catalog.has_schema_privilege(oid, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = "
                + schema + "), "
                + NamesAtRunTime.inSchema(schema) + ", "
                + (expressions ? NamesAtRunTime.inExpressionsAndTriggersOf(schema) : "false");
    }
}
