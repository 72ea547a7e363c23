package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.provision.MissingPrivilegeException;
import io.tenantschemas.provision.TenantBusyException;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Applications in which no tenant can be made. */
class NotProvisionableIT {

    private final Client acme = client("acme");

    @Test
    void refusesMigrationsThatCannotRunInATransaction() {
        try (Provisioned application = Provisioned.start(
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/provisioning/concurrently")) {
            assertThatExceptionOfType(NonTransactionalMigrationException.class)
                    .isThrownBy(() -> application.clients().save(acme))
                    .withMessageContaining("V3__note_index.sql");
            application.assertNothingOf(acme);
            application.assertAsBefore();
        }
    }

    @Test
    void givesUpWhereOthersUseATableThatMigrationsReferTo() throws Exception {
        try (Provisioned application = Provisioned.start(
                "tenant-schemas.migrations.tenant.locations=classpath:db/tenant,classpath:db/provisioning/referring")) {
            // Whose way the next one goes.
            application.clients().save(client("known"));
            try (Connection forgotten = rival(application)) {
                execute(forgotten, "LOCK TABLE client IN ROW EXCLUSIVE MODE");
                assertThatExceptionOfType(TenantBusyException.class)
                        .isThrownBy(() -> application.clients().save(acme))
                        .withMessageContaining("Tenant '%s' was not created", acme.getSchemaName())
                        .withMessageContaining("transactions that use what it needs did not end within 5000 ms")
                        .havingCause()
                        .isInstanceOfSatisfying(
                                SchemaMigrationException.class,
                                // Which one is known where they are tried one by one, and wait as long again.
                                failure ->
                                        assertThat(failure.failure().script()).isNull());
            }
            application.assertNothingOf(acme);

            Client globex = client("globex");
            try (Connection another = rival(application)) {
                execute(another, "LOCK TABLE client IN ROW EXCLUSIVE MODE");
                List<CompletableFuture<Void>> waiting = new ArrayList<>();
                assertThatExceptionOfType(TenantBusyException.class)
                        .isThrownBy(() -> application.transaction().executeWithoutResult(status -> {
                            application.clients().saveAndFlush(globex);
                            waiting.add(CompletableFuture.runAsync(
                                    () -> execute(another, "LOCK TABLE client IN SHARE ROW EXCLUSIVE MODE")));
                            awaitWaiting(application);
                        }))
                        .withMessageContaining("Tenant '%s' was not created", globex.getSchemaName())
                        .withMessageContaining("waited for each other");
                waiting.forEach(CompletableFuture::join);
            }
            application.assertNothingOf(globex);
            application.clients().save(client(globex.getSchemaName(), globex.getPrimaryDomain()));
            application.assertAsBefore();
        }
    }

    /** Returns a connection in a transaction that ends at last. */
    private static Connection rival(Provisioned application) throws SQLException {
        Connection connection = application.database().dataSource().getConnection();
        execute(connection, "SET idle_in_transaction_session_timeout = '40s'");
        // Who finds out about a deadlock is to be the other one.
        execute(connection, "SET deadlock_timeout = '1min'");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static void awaitWaiting(Provisioned application) {
        await().until(() -> application
                        .catalogue()
                        .sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'client'::regclass")
                        .query(Integer.class)
                        .single()
                > 0);
    }

    @Test
    void saysWhichPrivilegeIsMissing() {
        TestDatabase database = PostgresServer.forTests().createDatabase();
        JdbcClient owner = JdbcClient.create(database.dataSource());
        String role = "clerk_" + database.name().substring(5, 15);
        owner.sql("CREATE ROLE %s LOGIN PASSWORD 'secret'".formatted(role)).update();
        owner.sql("GRANT ALL ON SCHEMA public TO " + role).update();
        try (Provisioned application = Provisioned.start(
                database, "spring.datasource.username=" + role, "spring.datasource.password=secret")) {
            String grant = "GRANT CREATE ON DATABASE \"%s\" TO \"%s\";".formatted(database.name(), role);
            assertThatExceptionOfType(MissingPrivilegeException.class)
                    .isThrownBy(() -> application.clients().save(acme))
                    .withMessageContaining(grant);
            application.assertNothingOf(acme);

            owner.sql(grant).update();
            application.clients().save(client(acme.getSchemaName(), acme.getPrimaryDomain()));
            application.assertComplete(acme);
            owner.sql("DROP SCHEMA %s CASCADE".formatted(acme.getSchemaName())).update();
            owner.sql("DROP OWNED BY " + role).update();
        }
        try (TestDatabase another = PostgresServer.forTests().createDatabase()) {
            JdbcClient.create(another.dataSource()).sql("DROP ROLE " + role).update();
        }
    }
}
