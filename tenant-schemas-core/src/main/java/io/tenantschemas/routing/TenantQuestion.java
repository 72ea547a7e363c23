package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.routing.KnownTenants.Confirmation;
import io.tenantschemas.tenant.SchemaName;
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

    // For so many as there are in the arrays, which the server does not know when it plans.
    private static final String ABOUT_SEVERAL = " FROM ROWS FROM (pg_catalog.unnest(CAST(? AS pg_catalog.int8[])),"
            + " pg_catalog.unnest(CAST(? AS pg_catalog.name[]))) asked_about (id, schema)";

    private final Supplier<Optional<TenantRows>> rows;

    private final Supplier<String> withoutExpressions;

    private final Supplier<String> withExpressions;

    private final Supplier<String> ofSeveral;

    TenantQuestion(Supplier<Optional<TenantRows>> rows) {
        this.rows = rows;
        this.withoutExpressions = SingletonSupplier.of(() -> withParameters(false));
        this.withExpressions = SingletonSupplier.of(() -> withParameters(true));
        this.ofSeveral = SingletonSupplier.of(() -> select("asked_about.id", "asked_about.schema", false)
                + ", asked_about.id, asked_about.schema" + ABOUT_SEVERAL);
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

    /** Asks about several at once, without looking at what the server keeps of the tables. Answers come in no order. */
    void askAbout(List<Tenant> tenants, Connection connection, Consumer<Confirmation> answers) throws SQLException {
        Object[] ids = tenants.stream().map(Tenant::id).toArray();
        Object[] schemas = tenants.stream().map(each -> each.schema().value()).toArray();
        try (PreparedStatement statement = connection.prepareStatement(ofSeveral.get())) {
            statement.setArray(1, connection.createArrayOf("int8", ids));
            statement.setArray(2, connection.createArrayOf("name", schemas));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    answers.accept(confirmation(result));
                }
            }
        }
    }

    private static Confirmation confirmation(ResultSet row) throws SQLException {
        return new Confirmation(
                row.getLong(COLUMNS + 1),
                SchemaName.of(row.getString(COLUMNS + 2)),
                row.getBoolean(1) && row.getBoolean(2),
                row.getBoolean(3));
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
