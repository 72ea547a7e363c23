package io.tenantschemas.autoconfigure.routing;

import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assumptions.assumeThat;

/** A database behind a real pooler in transaction mode, with one connection to the server. */
public final class PoolerInFront implements AutoCloseable {

    private final TestDatabase database;

    private final PgBouncer pooler;

    private PoolerInFront(TestDatabase database) {
        this.database = database;
        this.pooler = PgBouncer.before(database, 1);
    }

    /** Returns whether there is a PgBouncer, or has to be, as in CI. */
    public static boolean isExpected() {
        return PgBouncer.isInstalled() || "true".equals(System.getenv("CI"));
    }

    /** Starts it, or skips the test where there is no PgBouncer, except in CI. */
    public static PoolerInFront start() {
        assumeThat(isExpected()).as("PgBouncer is installed").isTrue();
        return new PoolerInFront(PostgresServer.forTests().createDatabase());
    }

    public TestDatabase database() {
        return database;
    }

    /** Returns what an application says that uses it. */
    public String[] properties() {
        return new String[] {
            "spring.datasource.url=" + pooler.url() + "?prepareThreshold=0",
            "spring.datasource.hikari.maximum-pool-size=1",
            "tenant-schemas.routing.scope=transaction"
        };
    }

    /** Returns the URL through the pooler, without what the driver needs there. */
    String plainUrl() {
        return pooler.url();
    }

    @Override
    public void close() {
        pooler.close();
    }
}
