package io.tenantschemas.isolationcheck.run;

import java.util.Optional;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database for one round, reached by the application directly or through a pooler. */
public final class RunDatabase implements AutoCloseable {

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final Optional<String> pooler;

    public RunDatabase(Optional<String> pooler) {
        this.pooler = pooler;
        side().prepare();
    }

    String url() {
        return pooler.map(url -> url.formatted(database.name())).orElseGet(database::url);
    }

    String username() {
        return database.username();
    }

    String password() {
        return database.password();
    }

    /** Poolers before PgBouncer 1.21 know nothing of prepared statements. */
    int prepareThreshold() {
        return pooler.isPresent() ? 0 : 2;
    }

    public Side side() {
        return new Side(database.dataSource());
    }

    @Override
    public void close() {
        database.close();
    }
}
