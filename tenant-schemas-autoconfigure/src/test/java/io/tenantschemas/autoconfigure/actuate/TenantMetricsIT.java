package io.tenantschemas.autoconfigure.actuate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.TenantTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the meters show of an application at work. */
class TenantMetricsIT {

    private RunningApplication application;

    private MeterRegistry meters;

    @BeforeEach
    void start() {
        application = RunningApplication.startWithoutWeb(
                ClientApplication.class,
                "spring.datasource.hikari.maximum-pool-size=1",
                // Longer than it takes to see that somebody waits.
                "tenant-schemas.routing.affinity-wait=30s");
        meters = application.bean(MeterRegistry.class);
        application.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
        application.bean(ClientRepository.class).save(new Client("globex", "globex.example.com", "Globex"));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private double listening() {
        return meters.get("tenant.schemas.registry.listening").gauge().value();
    }

    private double reconnects() {
        return meters.get("tenant.schemas.registry.reconnects")
                .functionCounter()
                .count();
    }

    @Test
    void tellThatTheNodeListensAndHowOftenItCameBack() {
        await().untilAsserted(() -> assertThat(listening()).isOne());
        assertThat(reconnects()).isZero();

        new JdbcTemplate(application.database().dataSource())
                .queryForList("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND application_name = 'tenant-schemas-listener'");

        await().untilAsserted(() -> assertThat(reconnects()).isOne());
        await().untilAsserted(() -> assertThat(listening()).isOne());
    }

    private double connections(String what) {
        return meters.get("tenant.schemas.connections." + what)
                .tag("name", "dataSource")
                .gauge()
                .value();
    }

    private double checkouts(String tenant) {
        return meters.get("tenant.schemas.connections.checkouts")
                .tags("name", "dataSource", "tenant", tenant)
                .functionCounter()
                .count();
    }

    private void select(String schema) {
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        schema, () -> application.bean(JdbcTemplate.class).execute("SELECT 1"));
    }

    @Test
    void tellWhetherConnectionsKnowTheTenant() {
        double unknown = checkouts("unknown");
        double known = checkouts("known");
        select("acme");
        select("globex");
        select("acme");
        select("acme");

        assertThat(checkouts("unknown") - unknown).isEqualTo(2);
        assertThat(checkouts("known") - known).isEqualTo(2);
        assertThat(connections("kept")).isOne();
    }

    @Test
    void tellWhoWaitsForAConnection() throws InterruptedException {
        select("acme");
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = thread(() -> hold("acme", held, over));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(connections("kept")).isZero();
        assertThat(connections("pending")).isZero();

        Thread waiting = thread(() -> select("acme"));
        try {
            await().untilAsserted(() -> assertThat(connections("pending")).isOne());
        } finally {
            over.countDown();
        }
        holder.join();
        waiting.join();
        assertThat(connections("pending")).isZero();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }

    private void hold(String schema, CountDownLatch held, CountDownLatch over) {
        application
                .bean(TenantTemplate.class)
                .executeWithoutResult(
                        schema,
                        () -> application.bean(JdbcTemplate.class).query("SELECT 1", row -> {
                            held.countDown();
                            awaitQuietly(over);
                        }));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
