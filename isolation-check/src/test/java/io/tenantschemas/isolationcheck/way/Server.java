package io.tenantschemas.isolationcheck.way;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.isolationcheck.access.Accesses;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.testdatabase.PgBouncer;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** A database, and what stands before it. */
final class Server implements AutoCloseable {

    private final TestDatabase database;

    private final @Nullable PgBouncer pooler;

    private final Reach reach;

    private Server(TestDatabase database, @Nullable PgBouncer pooler, Reach reach) {
        this.database = database;
        this.pooler = pooler;
        this.reach = reach;
    }

    static Server start(Reach reach) {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        try {
            return new Server(database, reach.before(database), reach);
        } catch (RuntimeException | Error failure) {
            database.close();
            throw failure;
        }
    }

    /** Returns what an application is told of it. */
    List<String> properties() {
        List<String> properties = new ArrayList<>(List.of(
                "tenant-schemas.routing.strategy=" + reach.strategy(),
                "spring.datasource.username=" + database.username(),
                "spring.datasource.password=" + database.password()));
        properties.addAll(Accesses.properties(reach.hasRoutines()));
        properties.addAll(pooler == null ? direct() : through(pooler));
        return properties;
    }

    private List<String> direct() {
        return List.of(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.hikari.data-source-properties.prepareThreshold=2",
                "spring.datasource.hikari.maximum-pool-size=1");
    }

    private static List<String> through(PgBouncer pooler) {
        return List.of(
                "spring.datasource.url=" + urlThrough(pooler),
                "spring.datasource.hikari.maximum-pool-size=3",
                "tenant-schemas.routing.scope=transaction");
    }

    // In the URL, where applications find it that make their pools themselves.
    private static String urlThrough(PgBouncer pooler) {
        return pooler.url() + "?prepareThreshold=0";
    }

    boolean hasRoles() {
        return reach.hasRoles();
    }

    /** Returns a way to the database past whatever stands before it. */
    DataSource dataSource() {
        return database.dataSource();
    }

    /**
     * Leaves the session at that schema, as another client of the pooler may. Without a pooler there is none, and nothing is
     * done.
     */
    void leaveSessionAt(SchemaName schema) {
        if (pooler != null) {
            PGSimpleDataSource client = new PGSimpleDataSource();
            client.setUrl(urlThrough(pooler));
            client.setUser(database.username());
            client.setPassword(database.password());
            JdbcClient.create(client)
                    .sql("SET search_path = " + schema.quoted() + ", public")
                    .update();
        }
    }

    @Override
    public void close() {
        if (pooler != null) {
            pooler.close();
        }
        database.closeWithRoles();
    }
}
