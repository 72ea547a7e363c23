package io.tenantschemas.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What PostgreSQL's catalogue knows of the tenants' tables.
 *
 * @param columns the columns; a table without any has one without a name
 * @param uniqueIndexes the unique indexes that are valid
 */
record TenantTableCatalogue(Set<Column> columns, List<UniqueIndex> uniqueIndexes) {

    private static final String COLUMNS = """
            SELECT c.relname, a.attname
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE n.nspname = ? AND c.relname IN (?, ?, ?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            """;

    // Key columns only: columns that are merely included make an index no less unique.
    private static final String UNIQUE_INDEXES = """
            SELECT c.relname,
                   pg_catalog.pg_get_indexdef(i.indexrelid, 1, true) AS key,
                   pg_catalog.pg_get_expr(i.indpred, i.indrelid, true) AS predicate
              FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname IN (?, ?, ?) AND i.indisunique AND i.indisvalid AND i.indnkeyatts = 1
            """;

    record Column(String table, @Nullable String name) {}

    /**
     * A unique index with one key.
     *
     * @param table the table
     * @param key the column or expression, as PostgreSQL prints it
     * @param predicate which rows it holds, as PostgreSQL prints it, or null for all
     */
    record UniqueIndex(String table, String key, @Nullable String predicate) {

        /** Returns whether the column is unique, ignoring case. */
        boolean isOnLower(String column) {
            return predicate == null && key.matches("lower\\(\\(?" + column + "\\)?(::text)?\\)");
        }

        /** Returns whether the column is unique. */
        boolean isOn(String column) {
            return predicate == null && key.equals(column);
        }

        /** Returns whether the column is unique among the rows for which {@code flag} is true, or among even more. */
        boolean isOnEachWhere(String column, String flag) {
            return key.equals(column)
                    && (predicate == null
                            || Set.of(flag, flag + "=true", flag + "istrue", flag + "isnotfalse")
                                    .contains(
                                            predicate.replaceAll("[\\s()]", "").toLowerCase(Locale.ROOT)));
        }
    }

    static TenantTableCatalogue read(DataSource dataSource, TenantTable table) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        Object[] tables = {
            table.publicSchema().value(), table.name(), TenantTable.DOMAIN_TABLE, TenantTable.PROVISIONING_TABLE
        };
        List<Column> columns = jdbc.query(
                COLUMNS, (row, number) -> new Column(row.getString("relname"), row.getString("attname")), tables);
        List<UniqueIndex> uniqueIndexes = jdbc.query(
                UNIQUE_INDEXES,
                (row, number) ->
                        new UniqueIndex(row.getString("relname"), row.getString("key"), row.getString("predicate")),
                tables);
        return new TenantTableCatalogue(new HashSet<>(columns), uniqueIndexes);
    }

    boolean hasTable(String table) {
        return columns.stream().anyMatch(column -> column.table().equals(table));
    }

    boolean hasColumn(String table, String column) {
        return columns.contains(new Column(table, column));
    }

    boolean hasUniqueIndex(String table, Predicate<UniqueIndex> suffices) {
        return uniqueIndexes.stream()
                .filter(index -> index.table().equals(table))
                .anyMatch(suffices);
    }
}
