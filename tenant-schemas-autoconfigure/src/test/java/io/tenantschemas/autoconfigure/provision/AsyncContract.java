package io.tenantschemas.autoconfigure.provision;

import java.time.Duration;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is true of tenants that are made soon after they are saved, in whatever way connections lead to their schemas. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AsyncContract {

    private Provisioned application;

    /** Starts an application with these properties. */
    abstract Provisioned startApplication(String... properties);

    /** Returns a client of that name that can be saved there. */
    abstract Client client(String name);

    /** Makes sure that a tenant's schema is as migrations make it, and whose it should be. */
    abstract void assertMade(Client client);

    /** Makes sure that nothing is left in the server of a tenant that is gone. */
    void assertGone(Client client) {
        application.assertNothingOf(client);
    }

    final Provisioned application() {
        return application;
    }

    @BeforeAll
    void start() {
        application = startApplication(
                "tenant-schemas.migrations.shared.locations=classpath:db/shared,classpath:db/waiting/shared",
                "tenant-schemas.provisioning.mode=async",
                "tenant-schemas.provisioning.async.poll-interval=50ms",
                "tenant-schemas.provisioning.async.initial-delay=100ms",
                "tenant-schemas.provisioning.async.max-delay=100ms",
                "tenant-schemas.provisioning.async.max-attempts=2");
    }

    @AfterAll
    void stop() {
        application.stop();
        release();
    }

    /** Gives back what the application needed. */
    abstract void release();

    @AfterEach
    void forget() {
        application.script().clear();
        application.events().clear();
    }

    private Client save() {
        Client acme = client("acme");
        application.clients().save(acme);
        assertThat(acme.getStatus()).isEqualTo(TenantStatus.PROVISIONING);
        return acme;
    }

    private void awaitStatus(Client acme, TenantStatus status) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(application
                                .catalogue()
                                .sql("SELECT status FROM client WHERE schema_name = ?")
                                .param(acme.getSchemaName())
                                .query(String.class)
                                .list())
                        .containsExactly(status.name()));
    }

    private void fill() {
        application.script().first(tenant -> application.notes().add("of " + TenantContext.currentSchema()));
    }

    private Client fail() {
        application.script().first(tenant -> {
            application.notes().add("lost");
            throw new IllegalStateException("no seeds");
        });
        Client acme = save();
        awaitStatus(acme, TenantStatus.FAILED);
        application.script().clear();
        return acme;
    }

    private void assertServed(Client acme) {
        assertMade(acme);
        String schema = acme.getSchemaName();
        assertThat(application
                        .tenants()
                        .execute(
                                schema,
                                () -> application
                                        .jdbc()
                                        .sql("SELECT text FROM note")
                                        .query(String.class)
                                        .list()))
                .containsExactly("of " + schema);
        assertThat(waiting()).isZero();
    }

    private int waiting() {
        return application
                .catalogue()
                .sql("SELECT count(*) FROM tenant_provisioning")
                .query(Integer.class)
                .single();
    }

    @Test
    void makesEachTenantOnceAndForItself() {
        fill();
        for (int i = 0; i < 3; i++) {
            Client acme = save();
            awaitStatus(acme, TenantStatus.ACTIVE);
            assertServed(acme);
        }
    }

    @Test
    void makesATenantThatFailedOnceItIsResumed() {
        Client acme = fail();
        assertThat(Objects.requireNonNull(application
                                .bean(ProvisioningProgress.class)
                                .all()
                                .get(acme.getId()))
                        .reason())
                .contains("no seeds");
        fill();
        application.provisioner().resume(acme.getSchemaName());
        awaitStatus(acme, TenantStatus.ACTIVE);
        assertServed(acme);
    }

    @Test
    void leavesNothingOfATenantThatFailedAndIsDropped() {
        Client acme = fail();
        application.provisioner().drop(acme.getSchemaName());
        assertGone(acme);
        assertThat(waiting()).isZero();
    }
}
