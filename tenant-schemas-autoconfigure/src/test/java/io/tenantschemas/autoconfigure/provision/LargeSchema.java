package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.testdatabase.TestDatabase;

/**
 * Makes a tenant's schema too large for one transaction, and has something happen when a certain part of it is dropped.
 *
 * <p>It is filled with ranges: of all that a statement makes, they take the most places in the lock table, ten each.
 */
public final class LargeSchema {

    private static final int PLACES = 10;

    private final String name;

    private final JdbcClient jdbc;

    private LargeSchema(String name, TestDatabase database) {
        this.name = name;
        this.jdbc = JdbcClient.create(database.dataSource());
    }

    /** Makes a schema that is a little too large to be dropped in one transaction, and would fit into the lock table all the same. */
    public static LargeSchema ofBatches(String name, TestDatabase database) {
        return fill(name, database, 0.55);
    }

    /** Makes a schema of which several batches have to be dropped before the rest is small enough. */
    public static LargeSchema ofSeveralBatches(String name, TestDatabase database) {
        return fill(name, database, 0.75);
    }

    /** Makes a schema that does not fit into the lock table. */
    static LargeSchema tooLarge(String name, TestDatabase database) {
        return fill(name, database, 1.05);
    }

    private static LargeSchema fill(String name, TestDatabase database, double share) {
        LargeSchema schema = new LargeSchema(name, database);
        int places = schema.jdbc
                .sql(
                        "SELECT current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int")
                .query(Integer.class)
                .single();
        int count = (int) (places * share / PLACES);
        // A part at a time: each that is made takes places as well.
        for (int start = 1; start <= count; start += 200) {
            schema.jdbc
                    .sql(
                            "DO $$ BEGIN PERFORM set_config('role', pg_get_userbyid(nspowner), true) FROM pg_namespace WHERE nspname = '%3$s'; FOR n IN %1$d..%2$d LOOP EXECUTE 'CREATE TYPE \"%3$s\".range_' || n || ' AS RANGE (subtype = float8)'; END LOOP; END $$"
                                    .formatted(start, Math.min(start + 199, count), name))
                    .update();
        }
        return schema;
    }

    /** Returns the name of something that is dropped when some batches are through, and before the last one. */
    public String inTheMiddle() {
        return "range_" + left() / 5;
    }

    /** Returns how many of the ranges are left. */
    public int left() {
        return jdbc.sql(
                        "SELECT count(*) FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE nspname = ? AND typtype = 'r'")
                .param(name)
                .query(Integer.class)
                .single();
    }

    /** Has something happen, in the transaction that drops it, whenever an object is dropped. */
    public static void onDrop(String object, String action, TestDatabase database) throws SQLException {
        for (String sql : List.of(
                "CREATE SEQUENCE IF NOT EXISTS public.drops_seen",
                "CREATE OR REPLACE FUNCTION public.on_drop() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE object_name = '" + object
                        + "') THEN " + action + "; END IF; END $$",
                "DROP EVENT TRIGGER IF EXISTS on_drop",
                "CREATE EVENT TRIGGER on_drop ON sql_drop EXECUTE FUNCTION public.on_drop()")) {
            execute(sql, database);
        }
    }

    public static void onDropNothing(TestDatabase database) throws SQLException {
        execute("DROP EVENT TRIGGER IF EXISTS on_drop", database);
    }

    private static void execute(String sql, TestDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
