package io.tenantschemas.isolationcheck.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.model.World;

/** Connections of which the application knows nothing: to see what is true, and to break the application's own. */
public final class Side {

    private final DataSource dataSource;

    public Side(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    private <T> T with(Function<JdbcClient, T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        } catch (SQLException failure) {
            throw new IllegalStateException("The test has no connection of its own.", failure);
        }
    }

    /** Returns the id of the tenant with that stamp. */
    public Optional<Long> idOf(String stamp) {
        return with(jdbc -> jdbc.sql("SELECT id FROM public.client WHERE stamp = ?")
                .param(stamp)
                .query(Long.class)
                .optional());
    }

    /** Returns the schema of the tenant with that id. */
    public Optional<String> schemaOf(long id) {
        return with(jdbc -> jdbc.sql("SELECT schema_name FROM public.client WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional());
    }

    /**
     * Ends that backend of the application. It is not looked for by the application's name: that a session has lost it, as
     * after {@code RESET ALL} behind a pooler, is nobody's fault.
     */
    public void kill(int pid) {
        with(jdbc -> jdbc.sql("SELECT pg_terminate_backend(?)")
                .param(pid)
                .query(Boolean.class)
                .single());
    }

    /** Ends one of the application's backends at random, and returns whether there was one. */
    public boolean killAny() {
        return with(jdbc -> !jdbc.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name LIKE '%' || ?"
                        + " ORDER BY random() LIMIT 1")
                .param(Node.APPLICATION_NAME)
                .query(Boolean.class)
                .list()
                .isEmpty());
    }

    /** Returns whether no backend has that number any more. */
    public boolean isGone(int pid) {
        return with(jdbc -> jdbc.sql("SELECT count(*) FROM pg_stat_activity WHERE pid = ?")
                .param(pid)
                .query(Integer.class)
                .single()
                .equals(0));
    }

    /** Prepares the database for a run: who waits for a lock gives up before the test would. */
    void prepare() {
        with(jdbc -> {
            String database = jdbc.sql("SELECT quote_ident(current_database())")
                    .query(String.class)
                    .single();
            jdbc.sql("ALTER DATABASE " + database + " SET lock_timeout = '5s'").update();
            return jdbc.sql("ALTER DATABASE " + database + " SET deadlock_timeout = '200ms'")
                    .update();
        });
    }

    /** Compares everything that is in the database with what must be there. */
    void compareWith(World world) {
        with(jdbc -> {
            compareSchemas(jdbc, world);
            world.present().forEach(life -> compare(jdbc, life));
            world.audits().checkAll(audits(jdbc));
            return true;
        });
    }

    private static void compareSchemas(JdbcClient jdbc, World world) {
        Set<String> expected = new TreeSet<>(Set.of("public"));
        world.present().forEach(life -> expected.add(life.tenant().schema().value()));
        equal(
                "schemas",
                expected,
                set(jdbc, "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)'"));
        equal(
                "tenants",
                world.present().stream()
                        .map(life -> life.id() + " " + life.tenant().schema() + " " + life.stamp())
                        .collect(Collectors.toCollection(TreeSet::new)),
                set(jdbc, "SELECT id || ' ' || schema_name || ' ' || stamp FROM public.client"));
        equal(
                "shared tables",
                Set.of("audit_line", "client", "flyway_schema_history", "tenant_domain"),
                set(
                        jdbc,
                        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'p')"));
    }

    private static void compare(JdbcClient jdbc, Life life) {
        String schema = life.tenant().schema().quoted();
        equal(
                "owner of schema " + schema,
                Set.of(life.id() + " " + life.stamp()),
                set(jdbc, "SELECT owner_id || ' ' || stamp FROM " + schema + ".identity_card"));
        equal(
                "tables of schema " + schema,
                Set.of("entry", "flyway_schema_history", "identity_card"),
                set(
                        jdbc,
                        "SELECT relname FROM pg_class WHERE relnamespace = '" + schema
                                + "'::regnamespace AND relkind IN ('r', 'v', 'p')"));
        List<Row> rows = jdbc.sql("SELECT id, marker, owner_id, stamp, writer, amount FROM " + schema + ".entry")
                .query(Row.class)
                .list();
        life.checkAll(rows);
    }

    private static Map<String, Long> audits(JdbcClient jdbc) {
        return jdbc
                .sql("SELECT marker, owner_id FROM public.audit_line")
                .query((result, number) -> Map.entry(result.getString(1), result.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Set<String> set(JdbcClient jdbc, String sql) {
        return new TreeSet<>(jdbc.sql(sql).query(String.class).list());
    }

    private static void equal(String what, Set<String> expected, Set<String> actual) {
        if (!expected.equals(actual)) {
            throw new Violation("The %s are not as they must be: %s, not %s".formatted(what, actual, expected));
        }
    }
}
