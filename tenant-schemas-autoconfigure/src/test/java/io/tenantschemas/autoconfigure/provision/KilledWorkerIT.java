package io.tenantschemas.autoconfigure.provision;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Kills the process that makes a tenant, in the middle of that, and has another one take over. */
@Timeout(120)
class KilledWorkerIT {

    private static final String TRANSACTIONAL = "classpath:db/kill/tenant";

    private static final String NON_TRANSACTIONAL = TRANSACTIONAL + ",classpath:db/waiting/concurrently";

    @Test
    void leavesNothingButTheRowToTheOneThatTakesOver() throws Exception {
        try (Tenant acme = new Tenant(TRANSACTIONAL)) {
            acme.insert();
            acme.process.await("filled acme");
            acme.process.kill();
            acme.awaitEndOfProcess();
            assertThat(acme.status()).isEqualTo("PROVISIONING");
            assertThat(acme.hasSchema()).isFalse();
            assertThat(acme.attempts()).isOne();

            acme.takeOver();
            assertThat(acme.versions()).containsExactly("1", "2", "3");
        }
    }

    @Test
    void leavesASchemaThatNobodyUsesWhereMigrationsCannotRunInATransaction() throws Exception {
        try (Tenant acme = new Tenant(NON_TRANSACTIONAL);
                Connection snapshot = acme.database.dataSource().getConnection()) {
            // Whoever builds an index concurrently waits for this one.
            holdSnapshot(snapshot);
            acme.insert();
            acme.awaitIndexThatIsBeingBuilt();
            acme.process.kill();
            snapshot.rollback();
            acme.awaitEndOfProcess();
            assertThat(acme.status()).isEqualTo("PROVISIONING");
            assertThat(acme.hasSchema()).isTrue();

            acme.takeOver();
            assertThat(acme.versions()).containsExactly("1", "2", "3", "4");
            assertThat(acme.psql.queryForObject(
                            "SELECT indisvalid FROM pg_index WHERE indexrelid = 'acme.note_text'::regclass",
                            Boolean.class))
                    .isTrue();
        }
    }

    private static void holdSnapshot(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private static String[] settings(String locations) {
        return new String[] {
            "--tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/waiting/shared",
            "--tenant-schemas.migrations.tenant.locations=" + locations,
            "--tenant-schemas.provisioning.mode=async",
            "--tenant-schemas.provisioning.async.poll-interval=50ms",
            "--tenant-schemas.provisioning.async.initial-delay=200ms"
        };
    }

    /** A tenant in a database of its own, and the process that is to make it. */
    private static final class Tenant implements AutoCloseable {

        private final TestDatabase database = PostgresServer.forTests().createDatabase();

        private final JdbcTemplate psql = new JdbcTemplate(database.dataSource());

        private final String locations;

        private final Child process;

        Tenant(String locations) throws IOException {
            this.locations = locations;
            this.process = new Child(
                    KillableProcess.builder(KilledWorkerMain.class, "killed", database, List.of(), settings(locations))
                            .start());
            process.await("ready");
        }

        void insert() {
            psql.update("INSERT INTO client (schema_name, status, name, on_trial, created_on)"
                    + " VALUES ('acme', 'PROVISIONING', 'Acme', true, now())");
            psql.update("INSERT INTO tenant_domain SELECT id, 'acme.example.com', true FROM client");
        }

        void awaitIndexThatIsBeingBuilt() {
            // Those who wait for a snapshot wait for its transaction.
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event = 'virtualxid'")
                            == 1);
        }

        /** Waits until the server has noticed, which it does when it next reads from or writes to the connection. */
        void awaitEndOfProcess() {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> count("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'killed'"
                                    + " AND datname = current_database()")
                            == 0);
        }

        /** Has another process make the tenant, and looks at it: in this one, which is quicker to start. */
        void takeOver() {
            try (ConfigurableApplicationContext another = new SpringApplicationBuilder(KilledMain.Minimal.class)
                    .web(WebApplicationType.NONE)
                    .run(KillableProcess.arguments("other", database, settings(locations)))) {
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(20))
                        .untilAsserted(() -> assertThat(status()).isEqualTo("ACTIVE"));
            }
            // The one of the migration, and each of the seeds once.
            assertThat(count("SELECT count(*) FROM acme.note")).isEqualTo(1 + KilledMain.SEEDS);
            assertThat(count("SELECT count(*) FROM tenant_provisioning")).isZero();
        }

        String status() {
            return String.valueOf(psql.queryForObject("SELECT status FROM client", String.class));
        }

        int attempts() {
            return count("SELECT attempts FROM tenant_provisioning");
        }

        boolean hasSchema() {
            return count("SELECT count(*) FROM pg_namespace WHERE nspname = 'acme'") == 1;
        }

        List<String> versions() {
            return psql.queryForList(
                    "SELECT version FROM acme.flyway_schema_history WHERE success ORDER BY installed_rank",
                    String.class);
        }

        private int count(String sql) {
            Integer count = psql.queryForObject(sql, Integer.class);
            return count == null ? 0 : count;
        }

        @Override
        public void close() {
            process.kill();
            database.close();
        }
    }

    /** A process, and what it says. */
    private static final class Child {

        private final Process process;

        private final BufferedReader output;

        Child(Process process) {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        void await(String wanted) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(wanted)) {
                    return;
                }
            }
            throw new IllegalStateException("The process ended before it said '%s'.".formatted(wanted));
        }

        /** Sends SIGKILL. */
        void kill() {
            process.destroyForcibly();
        }
    }
}
