package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tenantschemas.inspect.Finding.InvalidIndex;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/** Looks for indexes that are not valid, and that nobody is building at the moment. */
final class InvalidIndexes {

    private static final String INVALID = """
            SELECT n.nspname, t.relname, c.relname, c.relkind = 'I', i.indislive,
                   c.relname ~ '_cc(new|old)[0-9]*$', n.nspname = ANY (?)
            FROM pg_catalog.pg_index i
                JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
            WHERE NOT (i.indisvalid AND i.indisready AND i.indislive)
                AND (n.nspname = ANY (?)
                    OR EXISTS (SELECT FROM %s s WHERE s.schema_name::pg_catalog.name = n.nspname
                        AND s.status IN ('ACTIVE', 'SUSPENDED', 'MAINTENANCE')))
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
                    WHERE p.datname = pg_catalog.current_database() AND p.relid = i.indrelid)
            ORDER BY 1, 2, 3
            """;

    private InvalidIndexes() {}

    /**
     * Finds them in tenants' schemas that are complete, and in those that are in the search path of all. Any other may be somebody
     * else's.
     *
     * @param shared the latter, where nothing is mended
     */
    static List<Finding> find(TenantTable table, Set<SchemaName> shared, Connection connection) throws SQLException {
        Object[] names = shared.stream().map(SchemaName::value).toArray();
        List<Finding> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(INVALID.formatted(table.qualified()))) {
            query.setArray(1, connection.createArrayOf("text", names));
            query.setArray(2, connection.createArrayOf("text", names));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    add(rows, found);
                }
            }
        }
        return found;
    }

    private static void add(ResultSet rows, List<Finding> found) throws SQLException {
        SchemaName schema;
        try {
            schema = SchemaName.of(rows.getString(1));
        } catch (InvalidSchemaNameException ofAnUnusableRow) {
            return;
        }
        String index = rows.getString(3);
        boolean isLeftOver = !rows.getBoolean(5) || rows.getBoolean(6);
        boolean isBuilt = !isLeftOver && !rows.getBoolean(4);
        found.add(new InvalidIndex(
                schema,
                rows.getString(2),
                index,
                isBuilt && !rows.getBoolean(7),
                remedy(schema.qualify(index), isLeftOver, isBuilt)));
    }

    private static String remedy(String index, boolean isLeftOver, boolean isBuilt) {
        if (isLeftOver) {
            return "It is left of a statement that did not end: DROP INDEX CONCURRENTLY %s;".formatted(index);
        }
        return isBuilt
                ? "Build it anew: REINDEX INDEX CONCURRENTLY %s;".formatted(index)
                : "It becomes valid with the last of its partitions' indexes: ALTER INDEX %s ATTACH PARTITION \"NAME\";"
                        .formatted(index);
    }
}
