package io.tenantschemas.autoconfigure.routing;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assumptions.assumeThat;

/** A database behind a real pooler in transaction mode, with few connections to the server. */
public final class PoolerInFront implements AutoCloseable {

    private final TestDatabase database;

    private final int sessions;

    private final PgBouncer pooler;

    private PoolerInFront(TestDatabase database, int sessions) {
        this.database = database;
        this.sessions = sessions;
        this.pooler = PgBouncer.before(database, sessions);
    }

    /** Returns whether there is a PgBouncer, or has to be, as in CI. */
    public static boolean isExpected() {
        return PgBouncer.isInstalled() || "true".equals(System.getenv("CI"));
    }

    /** Starts it with one connection to the server, or skips the test where there is no PgBouncer, except in CI. */
    public static PoolerInFront start() {
        return start(1);
    }

    /** Starts it with that many connections to the server, as above. */
    public static PoolerInFront start(int sessions) {
        assumeThat(isExpected()).as("PgBouncer is installed").isTrue();
        return new PoolerInFront(PostgresServer.forTests().createDatabase(), sessions);
    }

    public TestDatabase database() {
        return database;
    }

    /** Returns what an application says that uses it. */
    public String[] properties() {
        return new String[] {
            "spring.datasource.url=" + pooler.url() + "?prepareThreshold=0",
            "spring.datasource.hikari.maximum-pool-size=" + sessions,
            "tenant-schemas.routing.scope=transaction"
        };
    }

    /** Returns the URL through the pooler, without what the driver needs there. */
    String plainUrl() {
        return pooler.url();
    }

    /** Returns what another client of the pooler sees, who gets the session that was used last. */
    public JdbcClient anotherClient() {
        PGSimpleDataSource client = new PGSimpleDataSource();
        client.setUrl(pooler.url() + "?prepareThreshold=0");
        client.setUser(database.username());
        client.setPassword(database.password());
        return JdbcClient.create(client);
    }

    @Override
    public void close() {
        pooler.close();
    }
}
