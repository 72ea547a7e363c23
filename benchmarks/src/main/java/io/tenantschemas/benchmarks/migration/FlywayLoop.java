package io.tenantschemas.benchmarks.migration;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.benchmarks.process.QuietLog;

/** What one writes by hand: Flyway for each schema, by several threads, with connections from a pool. */
final class FlywayLoop implements Migrator {

    private final HikariDataSource pool;

    private final MigratorOrder order;

    private FlywayLoop(HikariDataSource pool, MigratorOrder order) {
        this.pool = pool;
        this.order = order;
    }

    /** Opens the pool. */
    static FlywayLoop start(MigratorOrder order) {
        QuietLog.begin();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(order.database().url());
        config.setUsername(order.database().user());
        config.setPassword(order.database().password());
        config.setMaximumPoolSize(order.connections());
        return new FlywayLoop(new HikariDataSource(config), order);
    }

    @Override
    public void migrate() {
        ExecutorService threads = Executors.newFixedThreadPool(order.parallelism());
        try {
            List<Future<?>> all = schemas().stream()
                    .<Future<?>>map(schema -> threads.submit(() -> migrate(schema)))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> schemas() {
        return new JdbcTemplate(pool).queryForList("SELECT schema_name FROM client ORDER BY id", String.class);
    }

    private void migrate(String schema) {
        flyway(schema).createSchemas(false).load().migrate();
    }

    @Override
    public void signUp(String schema) {
        flyway(schema).load().migrate();
    }

    private FluentConfiguration flyway(String schema) {
        return Flyway.configure()
                .dataSource(pool)
                .schemas(schema)
                .locations(order.locations().toArray(String[]::new));
    }

    @Override
    public Heap look() {
        long before = Heap.live();
        migrate();
        return new Heap(before, Heap.live());
    }

    @Override
    public void close() {
        pool.close();
    }
}
