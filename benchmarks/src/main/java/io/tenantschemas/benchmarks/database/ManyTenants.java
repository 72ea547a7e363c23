package io.tenantschemas.benchmarks.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/**
 * Tenants whose schemas Flyway takes for migrated, up to the migration that comes next. They are made once; whoever changes them
 * does that in a copy, so that all find the same.
 */
public final class ManyTenants implements AutoCloseable {

    /** The names of the tenants' schemas, as a regular expression. */
    public static final String NAMES = "^t[0-9]+$";

    // A process of the server keeps the plans of all foreign keys, and looks through them at each change of a table.
    private static final int TENANTS_PER_CONNECTION = 50;

    private final TestDatabase template = PostgresServer.forTests().createDatabase();

    // To drop copies from: who is connected to the template is in the way of copying it.
    private final TestDatabase aside = PostgresServer.forTests().createDatabase();

    private final AtomicInteger copies = new AtomicInteger();

    private final TenantTables tables;

    private final int tenants;

    private ManyTenants(TenantTables tables, int tenants) {
        this.tables = tables;
        this.tenants = tenants;
    }

    /** Creates so many tenants. */
    public static ManyTenants create(TenantTables tables, int tenants) {
        ManyTenants many = new ManyTenants(tables, tenants);
        try {
            many.fill();
            return many;
        } catch (RuntimeException failure) {
            many.close();
            throw failure;
        }
    }

    private void fill() {
        DatabaseAddress address = address();
        FlywayHistory.migrate(address, "public", List.of("classpath:db/shared"));
        String first = TenantNames.schema(1);
        execute(address, TenantScript.row(1) + "CREATE SCHEMA " + first);
        FlywayHistory.migrate(address, first, tables.locations(false));
        TenantScript script = TenantScript.ofMigrated(tables, first);
        List<Integer> others = IntStream.rangeClosed(2, tenants).boxed().toList();
        Chunks.of(others, TENANTS_PER_CONNECTION).parallelStream()
                .forEach(chunk -> execute(
                        address,
                        chunk.stream()
                                .map(tenant -> "BEGIN;" + script.of(tenant) + ";COMMIT")
                                .toArray(String[]::new)));
        execute(address, "VACUUM (ANALYZE)", "CHECKPOINT");
    }

    private DatabaseAddress address() {
        return DatabaseAddress.of(template);
    }

    private static void execute(DatabaseAddress database, String... scripts) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String script : scripts) {
                statement.execute(script);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns how many there are. */
    public int number() {
        return tenants;
    }

    /** Returns which tables they have. */
    public TenantTables tables() {
        return tables;
    }

    /** Returns what is to be written into each history beside the next migration. */
    public NextMigration next() {
        return FlywayHistory.next(address(), TenantNames.schema(1), tables);
    }

    /** Returns them as they are, for those who change nothing. Closing it does nothing. */
    public TenantsDatabase unchanged() {
        return new TenantsDatabase(address(), () -> {});
    }

    /** Copies all of them. Nobody may be connected to them meanwhile. */
    public TenantsDatabase copy() {
        DatabaseAddress maintenance = DatabaseAddress.of(aside);
        String name = template.name() + "_" + copies.incrementAndGet();
        // By files, because every page would go through the write-ahead log otherwise.
        execute(maintenance, "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY".formatted(name, template.name()));
        return new TenantsDatabase(
                address().named(name), () -> execute(maintenance, "DROP DATABASE %s WITH (FORCE)".formatted(name)));
    }

    /** Returns a database on the same server, that has nothing to do with tenants. */
    public DatabaseAddress aside() {
        return DatabaseAddress.of(aside);
    }

    @Override
    public void close() {
        template.close();
        aside.close();
    }
}
