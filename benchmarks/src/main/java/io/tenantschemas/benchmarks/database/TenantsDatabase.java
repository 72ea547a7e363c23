package io.tenantschemas.benchmarks.database;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.JdbcTemplate;

/** A database with many tenants, and how far they are. Gone when it is closed. */
public final class TenantsDatabase implements AutoCloseable {

    // Each table that is read holds locks until the end of the statement.
    private static final int CHUNK = 500;

    private static final String COLUMNS = """
            SELECT count(a.attnum)
            FROM pg_namespace n
                LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
                    AND c.relname <> 'flyway_schema_history'
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname ~ ?
            GROUP BY n.nspname
            """;

    private final DatabaseAddress address;

    private final Runnable drop;

    TenantsDatabase(DatabaseAddress address, Runnable drop) {
        this.address = address;
        this.drop = drop;
    }

    /** Returns how it is reached. */
    public DatabaseAddress address() {
        return address;
    }

    /**
     * Returns how many columns there are in each schema, and how many schemas have so many. Histories do not count.
     *
     * @param names a regular expression for the names of the schemas
     */
    public Map<Long, Long> columns(String names) {
        return jdbc().queryForList(COLUMNS, Long.class, names).stream()
                .collect(Collectors.groupingBy(columns -> columns, Collectors.counting()));
    }

    /**
     * Returns how many migrations stand in the history of each schema, and how many schemas have so many.
     *
     * @param names a regular expression for the names of the schemas
     */
    public Map<Long, Long> migrations(String names) {
        JdbcTemplate jdbc = jdbc();
        List<String> schemas =
                jdbc.queryForList("SELECT nspname FROM pg_namespace WHERE nspname ~ ? ORDER BY 1", String.class, names);
        return Chunks.of(schemas, CHUNK).stream()
                .flatMap(chunk -> jdbc.queryForList(migrations(chunk), Long.class).stream())
                .collect(Collectors.groupingBy(migrations -> migrations, Collectors.counting()));
    }

    private static String migrations(List<String> schemas) {
        return schemas.stream()
                .map("SELECT count(*) FROM %s.flyway_schema_history WHERE success AND type = 'SQL'"::formatted)
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** Returns the version of the server, such as 18.4. */
    public String version() {
        return String.valueOf(jdbc().queryForObject("SHOW server_version", String.class));
    }

    private JdbcTemplate jdbc() {
        return new JdbcTemplate(address.dataSource());
    }

    @Override
    public void close() {
        drop.run();
    }
}
