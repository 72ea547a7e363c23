package io.tenantschemas.autoconfigure.provision;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Kills a process with SIGKILL while it saves tenants, twenty times, each time at another moment. */
class KilledSignUpIT {

    private static final int KILLS = 20;

    private final long seed = Long.getLong("tenant-schemas.test.seed", System.nanoTime());

    private final Random random = new Random(seed);

    private final TestDatabase database = PostgresServer.forTests().createDatabase();

    private final JdbcClient catalogue = JdbcClient.create(database.dataSource());

    // What is committed once stays; looking at all of it each time takes longer than all the rest.
    private final Set<String> whole = new HashSet<>();

    private final List<Child> children = new ArrayList<>();

    @AfterEach
    void killAll() {
        children.forEach(Child::kill);
        database.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void leavesOnlyWholeTenantsWhenItIsKilled() throws Exception {
        System.out.println("Seed: -Dtenant-schemas.test.seed=" + seed);
        int interrupted = 0;
        start(0).awaitReady();
        // The next one starts while this one works: that takes the most of the time.
        Child next = children.get(0);
        for (int kill = 0; kill < KILLS; kill++) {
            Child child = next;
            next = start(kill + 1);
            child.awaitReady();
            Duration usual = child.signUp();
            if (kill % 4 == 0) {
                // Row, schema and tables are written by then, and nothing is committed.
                child.awaitLine("seeding " + child.name + "_1");
                Thread.sleep(random.nextInt(5));
            } else {
                Thread.sleep(usual.toMillis() * random.nextInt(100) / 100);
            }
            child.kill();
            awaitEndOf(child);
            assertThatAllTenantsAreWhole();
            interrupted += hasTenant(child.lastBegun()) ? 0 : 1;
        }
        next.awaitReady();
        next.signUp();
        assertThat(hasTenant(next.name + "_0")).isTrue();
        // Otherwise nothing was shown.
        assertThat(interrupted).isGreaterThan(KILLS / 4);
    }

    private Child start(int number) throws IOException {
        Child child = new Child("t" + number, database);
        children.add(child);
        return child;
    }

    /** Waits until the server has noticed, which it does when it next reads from or writes to the connection. */
    private void awaitEndOf(Child child) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> catalogue
                                .sql("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%' || ?")
                                .param(child.name)
                                .query(Integer.class)
                                .single()
                        == 0);
    }

    private boolean hasTenant(String schema) {
        return catalogue
                .sql("SELECT EXISTS (SELECT FROM client WHERE schema_name = ?)")
                .param(schema)
                .query(Boolean.class)
                .single();
    }

    private void assertThatAllTenantsAreWhole() {
        // One statement, because the next process is saving a tenant in the meantime.
        assertThat(catalogue
                        .sql("SELECT coalesce(schema_name, nspname) FROM client FULL JOIN (SELECT nspname::text"
                                + " FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('public',"
                                + " 'information_schema')) n ON nspname = schema_name"
                                + " WHERE nspname IS NULL OR schema_name IS NULL")
                        .query(String.class)
                        .list())
                .as("schemas without a tenant and tenants without a schema")
                .isEmpty();
        assertThat(catalogue
                        .sql("SELECT c.schema_name FROM client c WHERE NOT EXISTS (SELECT FROM tenant_domain d"
                                + " WHERE d.tenant_id = c.id AND is_primary)")
                        .query(String.class)
                        .list())
                .as("tenants without a domain")
                .isEmpty();
        catalogue.sql("SELECT schema_name FROM client").query(String.class).list().stream()
                .filter(whole::add)
                .forEach(this::assertThatIsWhole);
    }

    private void assertThatIsWhole(String schema) {
        assertThat(catalogue
                        .sql("SELECT version FROM %s.flyway_schema_history WHERE success ORDER BY installed_rank"
                                .formatted(schema))
                        .query(String.class)
                        .list())
                .as(schema)
                .containsExactly("1", "2", "3");
        assertThat(catalogue
                        .sql("SELECT table_name FROM information_schema.tables WHERE table_schema = ?")
                        .param(schema)
                        .query(String.class)
                        .list())
                .as(schema)
                .containsExactlyInAnyOrder(
                        "flyway_schema_history",
                        "category",
                        "product",
                        "customer",
                        "purchase",
                        "purchase_line",
                        "bestseller",
                        "note");
        assertThat(catalogue
                        .sql("SELECT count(*) FROM %s.note".formatted(schema))
                        .query(Integer.class)
                        .single())
                .as("notes of %s, one of them written by a migration", schema)
                .isEqualTo(KilledMain.SEEDS + 1);
    }

    /** A process that saves tenants. */
    private static final class Child {

        private final String name;

        private final Process process;

        private final BufferedReader output;

        private String last = "";

        Child(String name, TestDatabase database) throws IOException {
            this.name = name;
            this.process = KillableProcess.builder(
                            KilledMain.class,
                            name,
                            database,
                            List.of(name),
                            "--tenant-schemas.migrations.tenant.locations=classpath:db/kill/tenant")
                    .start();
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        void awaitReady() throws IOException {
            awaitLine("ready");
        }

        /** Lets it save tenants, and returns after the first, in the midst of the second, how long one takes. */
        Duration signUp() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            awaitLine("begin 0");
            long start = System.nanoTime();
            awaitLine("begin 1");
            return Duration.ofNanos(System.nanoTime() - start);
        }

        private void awaitLine(String wanted) throws IOException {
            if (last.equals(wanted)) {
                return;
            }
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("ready") || line.startsWith("begin")) {
                    last = line;
                }
                if (line.equals(wanted)) {
                    return;
                }
            }
            throw new IllegalStateException("Process '%s' ended before it said '%s'.".formatted(name, wanted));
        }

        /** Sends SIGKILL and reads what the process had said until then. */
        void kill() {
            process.destroyForcibly();
            try {
                process.waitFor();
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    last = line.startsWith("begin") ? line : last;
                }
            } catch (IOException streamIsClosed) {
                // Said nothing more.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Returns the name of the tenant that was being saved. */
        String lastBegun() {
            return last.replace("begin ", name + "_");
        }
    }
}
