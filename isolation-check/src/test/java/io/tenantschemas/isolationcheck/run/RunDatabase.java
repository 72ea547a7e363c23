package io.tenantschemas.isolationcheck.run;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.isolationcheck.access.Accesses;
import io.tenantschemas.routing.RoutingStrategy;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database for one round, reached by the application directly or through a pooler in transaction mode. */
public final class RunDatabase implements AutoCloseable {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final @Nullable PgBouncer pooler;

    private final Settings settings;

    private RunDatabase(Settings settings, int connections) {
        this.settings = settings;
        this.pooler = settings.pooler() ? PgBouncer.before(database, connections) : null;
        side().prepare();
    }

    /** Returns a database to which as many connections lead as the pool has. */
    public static RunDatabase create(Settings settings, Settings.Pool pool) {
        return new RunDatabase(settings, pool.size());
    }

    /** Returns what the application is told of the database. */
    List<String> properties(Settings.Pool pool) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.datasource.url=" + (pooler == null ? database.url() : pooler.url()),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password(),
                "spring.datasource.hikari.auto-commit=" + pool.autoCommit()));
        // Prepared on the server from the second time on: such statements outlive a path. PgBouncer knows nothing
        // of them before 1.21.
        properties.add("spring.datasource.hikari.data-source-properties.prepareThreshold=" + (pooler == null ? 2 : 0));
        // More clients than sessions, so that these go from one to the other.
        properties.add(
                "spring.datasource.hikari.maximum-pool-size=" + (pooler == null ? pool.size() : pool.size() + 3));
        properties.add("tenant-schemas.routing.scope=" + (pooler == null ? "session" : "transaction"));
        properties.add("tenant-schemas.routing.strategy="
                + (pooler == null ? settings.strategy() : RoutingStrategy.SEARCH_PATH).name());
        properties.addAll(Accesses.properties(settings.routines()));
        return properties;
    }

    public Side side() {
        return new Side(database.dataSource());
    }

    @Override
    public void close() {
        if (pooler != null) {
            pooler.close();
        }
        // Where tenants have roles, the next round's have the same.
        database.closeWithRoles();
    }
}
