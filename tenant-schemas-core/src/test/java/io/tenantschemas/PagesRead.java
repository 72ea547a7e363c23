package io.tenantschemas;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.jdbc.core.JdbcTemplate;

/** How much of a database a query looks at, which is the same on a busy machine. */
public final class PagesRead {

    private static final Pattern BLOCKS = Pattern.compile("\"Shared (?:Hit|Read) Blocks\": (\\d+)");

    private PagesRead() {}

    /** Makes schemas with the same tables, functions and sequences in each, as many tenants have them. */
    public static void fill(JdbcTemplate jdbc, int schemas) {
        jdbc.execute("""
                DO $$ BEGIN
                    FOR i IN 1..%d LOOP
                        EXECUTE format('CREATE SCHEMA filler_%%1$s'
                            ' CREATE TABLE orders (id serial PRIMARY KEY, name text) CREATE INDEX ON orders (name)'
                            ' CREATE TABLE products (id serial PRIMARY KEY);'
                            'CREATE TABLE filler_%%1$s.flyway_schema_history (installed_rank int PRIMARY KEY);'
                            'CREATE FUNCTION filler_%%1$s.count_orders() RETURNS int LANGUAGE sql RETURN 1', i);
                    END LOOP;
                END $$
                """.formatted(schemas));
        jdbc.execute("ANALYZE");
    }

    /** Returns how many pages of tables and indexes the query looks at. */
    public static int by(Connection connection, String query, Object... parameters) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query)) {
            for (int i = 0; i < parameters.length; i++) {
                set(statement, i + 1, parameters[i]);
            }
            try (ResultSet plan = statement.executeQuery()) {
                plan.next();
                return ofRoot(plan.getString(1));
            }
        }
    }

    private static void set(PreparedStatement statement, int index, Object parameter) throws SQLException {
        if (parameter instanceof List<?> names) {
            Array array = statement.getConnection().createArrayOf("text", names.toArray());
            statement.setArray(index, array);
        } else {
            statement.setObject(index, parameter);
        }
    }

    /** Each step counts what those within it read, and the first one is the whole. */
    private static int ofRoot(String plan) {
        Matcher blocks = BLOCKS.matcher(plan);
        int pages = 0;
        for (int i = 0; i < 2 && blocks.find(); i++) {
            pages += Integer.parseInt(blocks.group(1));
        }
        return pages;
    }
}
