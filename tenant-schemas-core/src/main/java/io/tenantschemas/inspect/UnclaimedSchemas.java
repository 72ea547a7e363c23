package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tenantschemas.inspect.Finding.SchemaWithoutTenant;
import io.tenantschemas.inspect.Finding.SchemaWithoutTenant.Content;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.schema.SchemaRemoval;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Looks for schemas that no tenant has, and that were made for one: by tenants' migrations, or left empty by somebody who did not
 * get that far, or left half dropped. What is PostgreSQL's, an extension's, or in the search path of all, is left alone, and so is what holds
 * something else: it is somebody else's.
 */
final class UnclaimedSchemas {

    private static final String HISTORY_TABLE = "flyway_schema_history";

    /** Privileges that are granted in advance are no content. */
    private static final String SCHEMAS = """
            SELECT n.nspname, h.oid IS NOT NULL,
                   (SELECT true FROM pg_catalog.pg_depend d
                       WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                           AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass
                           AND (h.oid IS NULL OR d.objid <> h.oid)
                       LIMIT 1) IS NOT NULL,
                   u.description IS NOT NULL
            FROM pg_catalog.pg_namespace n
                LEFT JOIN pg_catalog.pg_class h ON h.relname = ? AND h.relnamespace = n.oid AND h.relkind IN ('r', 'p')
                LEFT JOIN pg_catalog.pg_description u ON u.objoid = n.oid
                    AND u.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND u.description = ?
            WHERE n.nspname NOT LIKE 'pg\\_%%' AND n.nspname <> 'information_schema' AND n.nspname <> ALL (?)
                AND NOT EXISTS (SELECT FROM %s t
                    WHERE pg_catalog.lower(t.schema_name) COLLATE "C"
                        = pg_catalog.lower(n.nspname::pg_catalog.text) COLLATE "C")
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND e.objid = n.oid
                        AND e.deptype = 'e')
                AND (h.oid IS NOT NULL OR u.description IS NOT NULL
                    OR (SELECT true FROM pg_catalog.pg_depend d
                        WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
                            AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass
                        LIMIT 1) IS NULL)
            ORDER BY n.nspname
            """;

    private final List<Candidate> candidates;

    private UnclaimedSchemas(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    /**
     * Reads which there are.
     *
     * @param shared the schemas that are in the search path of all
     */
    static UnclaimedSchemas read(TenantTable table, Set<SchemaName> shared, Connection connection) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SCHEMAS.formatted(table.qualified()))) {
            query.setString(1, HISTORY_TABLE);
            query.setString(2, SchemaRemoval.UNFINISHED);
            query.setArray(
                    3,
                    connection.createArrayOf(
                            "text", shared.stream().map(SchemaName::value).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    if (isName(rows.getString(1))) {
                        candidates.add(new Candidate(
                                SchemaName.of(rows.getString(1)),
                                rows.getBoolean(2),
                                rows.getBoolean(3),
                                rows.getBoolean(4)));
                    }
                }
            }
        }
        return new UnclaimedSchemas(candidates);
    }

    /** Of any other name, a schema never was a tenant's. */
    private static boolean isName(String name) {
        try {
            return SchemaName.of(name) != null;
        } catch (InvalidSchemaNameException another) {
            return false;
        }
    }

    /** Returns those that were made for tenants. */
    List<Finding> findings(SchemaMigrator migrator) {
        Set<SchemaName> ofTenants = Set.copyOf(migrator.ofTenants(candidates.stream()
                .filter(candidate -> candidate.hasMore() && !candidate.isUnfinished())
                .map(Candidate::schema)
                .toList()));
        return candidates.stream()
                .filter(candidate ->
                        candidate.isUnfinished() || !candidate.hasMore() || ofTenants.contains(candidate.schema()))
                .map(Candidate::finding)
                .toList();
    }

    /**
     * A schema that no tenant has.
     *
     * @param hasHistory whether there is a history of migrations
     * @param hasMore whether there is anything else
     * @param isUnfinished whether some of it was dropped
     */
    private record Candidate(SchemaName schema, boolean hasHistory, boolean hasMore, boolean isUnfinished) {

        Finding finding() {
            if (isUnfinished) {
                return new SchemaWithoutTenant(
                        schema,
                        Content.REST,
                        "DROP SCHEMA %1$s CASCADE; If that takes more locks than the server has room for, drop some of its tables first."
                                .formatted(schema.quoted()));
            }
            if (hasMore) {
                return new SchemaWithoutTenant(
                        schema,
                        Content.TENANT,
                        "Look whose it was. If nobody needs what it holds: DROP SCHEMA %s CASCADE;"
                                .formatted(schema.quoted()));
            }
            return new SchemaWithoutTenant(
                    schema,
                    hasHistory ? Content.HISTORY : Content.NOTHING,
                    hasHistory
                            ? "If nobody is about to use it: DROP TABLE %s; DROP SCHEMA %s;"
                                    .formatted(schema.qualify(HISTORY_TABLE), schema.quoted())
                            : "If nobody is about to use it: DROP SCHEMA %s;".formatted(schema.quoted()));
        }
    }
}
