package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.tenantschemas.inspect.Finding.DomainProblem;
import io.tenantschemas.inspect.Finding.DomainProblem.Problem;
import io.tenantschemas.inspect.Finding.Namesakes;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Quoted;
import io.tenantschemas.tenant.SchemaName;

/** Looks for rows that contradict each other, which the unique indexes and a foreign key would not have let in. */
final class Contradictions {

    private static final String ROWS = """
            SELECT 'name' AS kind, schema_name::pg_catalog.text COLLATE "C" AS text, id, true FROM %1$s
            WHERE pg_catalog.lower(schema_name) IN
                (SELECT pg_catalog.lower(schema_name) FROM %1$s GROUP BY 1 HAVING pg_catalog.count(*) > 1)
            UNION ALL
            SELECT 'schema', n.nspname::pg_catalog.text COLLATE "C", t.id, true
            FROM %1$s t JOIN pg_catalog.pg_namespace n
                ON pg_catalog.lower(n.nspname::pg_catalog.text) COLLATE "C" = pg_catalog.lower(t.schema_name) COLLATE "C"
            WHERE n.nspname::pg_catalog.text COLLATE "C" <> t.schema_name::pg_catalog.text
            UNION ALL
            SELECT 'domain', domain::pg_catalog.text COLLATE "C", tenant_id, is_primary FROM %2$s
            WHERE pg_catalog.lower(domain) IN
                (SELECT pg_catalog.lower(domain) FROM %2$s GROUP BY 1 HAVING pg_catalog.count(*) > 1)
            UNION ALL
            SELECT 'stray', d.domain::pg_catalog.text COLLATE "C", d.tenant_id, d.is_primary FROM %2$s d
            WHERE NOT EXISTS (SELECT FROM %1$s t WHERE t.id = d.tenant_id)
            ORDER BY 1, 2, 3, 4
            """;

    private final TenantTable table;

    private final Roll roll;

    Contradictions(TenantTable table, Roll roll) {
        this.table = table;
        this.roll = roll;
    }

    List<Finding> find(Connection connection) throws SQLException {
        Map<Group, List<Row>> groups = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS.formatted(table.qualified(), table.qualifiedDomains()))) {
            while (rows.next()) {
                Row row = new Row(String.valueOf(rows.getString(2)), rows.getLong(3), rows.getBoolean(4));
                groups.computeIfAbsent(Group.of(rows.getString(1), row), first -> new ArrayList<>())
                        .add(row);
            }
        }
        return groups.entrySet().stream()
                .map(group -> finding(group.getKey().kind(), group.getValue()))
                .toList();
    }

    private Finding finding(String kind, List<Row> rows) {
        return switch (kind) {
            case "name" ->
                new Namesakes(
                        rows.stream().map(Row::asTenant).toList(),
                        schemas(rows),
                        "Two tenants must never have one schema. Give all but one another name: UPDATE %s SET schema_name = 'NAME' WHERE id = %d;"
                                .formatted(table.qualified(), last(rows).id()));
            case "schema" ->
                new Namesakes(
                        List.of(
                                last(rows).asSchema(),
                                "the schema of tenant " + last(rows).id()),
                        schemas(rows),
                        "A tenant has the schema of exactly its name. Look into %1$s, and rename or drop it: ALTER SCHEMA %1$s"
                                        .formatted(Names.quoted(last(rows).text()))
                                + " RENAME TO \"NAME\";");
            case "domain" -> domainProblem(Problem.CLASH, rows, "Keep one: " + deletingOne(rows));
            default ->
                domainProblem(
                        Problem.NO_TENANT,
                        rows,
                        "If nobody needs it: DELETE FROM %s WHERE pg_catalog.lower(domain) = %s AND tenant_id = %d;"
                                .formatted(
                                        table.qualifiedDomains(),
                                        Names.literal(last(rows).text().toLowerCase(Locale.ROOT)),
                                        last(rows).id()));
        };
    }

    /** Returns what deletes one row and no other, preferably one that is not its tenant's primary one. */
    private String deletingOne(List<Row> rows) {
        List<Row> secondary = rows.stream().filter(row -> !row.isPrimary()).toList();
        Row one = last(secondary.isEmpty() ? rows : secondary);
        String where = "domain = %s AND tenant_id = %d".formatted(Names.literal(one.text()), one.id());
        return rows.stream().filter(one::hasSameKey).count() == 1
                ? "DELETE FROM %s WHERE %s;".formatted(table.qualifiedDomains(), where)
                : "DELETE FROM %1$s WHERE ctid = (SELECT ctid FROM %1$s WHERE %2$s ORDER BY is_primary LIMIT 1);"
                        .formatted(table.qualifiedDomains(), where);
    }

    private DomainProblem domainProblem(Problem problem, List<Row> rows, String remedy) {
        return new DomainProblem(
                problem,
                rows.stream().map(Row::text).distinct().toList(),
                rows.stream().map(Row::id).distinct().toList(),
                schemas(rows),
                false,
                remedy);
    }

    private List<SchemaName> schemas(List<Row> rows) {
        return rows.stream()
                .map(Row::id)
                .map(roll::schema)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Row last(List<Row> rows) {
        return rows.get(rows.size() - 1);
    }

    private record Row(String text, long id, boolean isPrimary) {

        boolean hasSameKey(Row other) {
            return text.equals(other.text) && id == other.id;
        }

        String asTenant() {
            return "%s (tenant, id %d)".formatted(Quoted.text(text), id);
        }

        String asSchema() {
            return Quoted.text(text) + " (schema)";
        }
    }

    /** What contradicts each other. */
    private record Group(String kind, String text, long id) {

        static Group of(String kind, Row row) {
            boolean isOfOne = kind.equals("stray") || kind.equals("schema");
            return new Group(kind, row.text().toLowerCase(Locale.ROOT), isOfOne ? row.id() : 0);
        }
    }
}
