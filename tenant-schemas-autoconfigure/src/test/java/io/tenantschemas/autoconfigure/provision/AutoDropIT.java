package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.provision.TenantBusyException;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.schema.SchemaTooLargeException;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** An application that drops the schemas of deleted tenants, and has connections enough for two sign-ups at once. */
class AutoDropIT {

    private static Provisioned application;

    private final Client acme = client("acme");

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @BeforeAll
    static void start() {
        application = Provisioned.start(
                "tenant-schemas.provisioning.auto-drop=true",
                "spring.datasource.hikari.maximum-pool-size=4",
                "spring.datasource.hikari.connection-timeout=20000");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @AfterEach
    void nothingIsRemembered() {
        threads.shutdownNow();
        application.assertAsBefore();
    }

    @Test
    void dropsTheSchemaOfADeletedTenant() {
        application.clients().save(acme);
        application.clients().delete(acme);
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).contains("dropped " + acme.getSchemaName());
    }

    @Test
    void givesUpOnATenantThatIsInUse() throws SQLException {
        application.clients().save(acme);
        try (Connection rival = application.database().dataSource().getConnection()) {
            rival.setAutoCommit(false);
            rival.createStatement().execute("SELECT FROM %s.note".formatted(acme.getSchemaName()));
            assertThatExceptionOfType(TenantBusyException.class)
                    .isThrownBy(() -> application.clients().delete(acme))
                    .withMessageContaining("was not dropped");
        }
        application.assertComplete(acme);
    }

    @Test
    void keepsATenantThatIsTooLargeForOneTransactionAndNamesTheWayOut() {
        application.clients().save(acme);
        LargeSchema.tooLarge(acme.getSchemaName(), application.database());
        assertThatExceptionOfType(SchemaTooLargeException.class)
                .isThrownBy(() -> application.clients().delete(acme))
                .withMessageContaining("delete-tenant and TenantProvisioner.drop(...) drop a tenant in batches");
        application.assertComplete(acme);
        application.provisioner().drop(acme.getSchemaName());
        application.assertNothingOf(acme);
    }

    @Test
    void dropsTheSchemasOfAllThatAreDeleted() {
        Client globex = client("globex");
        application.clients().saveAll(List.of(acme, globex));
        application.clients().deleteAll(List.of(acme, globex));
        application.assertNothingOf(acme, globex);
    }

    @Test
    void keepsEverythingIfADeleteIsRolledBack() {
        application.clients().save(acme);
        application.transaction().executeWithoutResult(status -> {
            application.clients().deleteById(acme.toTenant().id());
            application.clients().flush();
            status.setRollbackOnly();
        });
        application.assertComplete(acme);
    }

    @Test
    void makesANewSchemaForANameUsedAgainInOneTransaction() {
        application.script().first(tenant -> application.notes().add("note of " + tenant.id()));
        application.clients().save(acme);
        Client successor = client(acme.getSchemaName(), acme.getPrimaryDomain());
        application.transaction().executeWithoutResult(status -> {
            application.clients().deleteById(acme.toTenant().id());
            application.clients().flush();
            application.clients().save(successor);
        });
        application.assertComplete(successor);
        assertThat(application.notesOf(successor))
                .containsExactly("note of " + successor.toTenant().id());
    }

    @Test
    void dropsThePublicSchemaNever() {
        Client main = application.clients().save(client("public", "www.example.com"));
        assertThatExceptionOfType(TenantRefusedException.class)
                .isThrownBy(() -> application.clients().delete(main));
        assertThat(application.hasRow(main)).isTrue();
    }

    @Test
    void servesADomainThatAnInitializerAddedAtOnceAfterTheCommit() {
        String second = "shop." + acme.getPrimaryDomain();
        application
                .script()
                .first(tenant -> application
                        .transaction()
                        .executeWithoutResult(status -> application
                                .clients()
                                .findById(tenant.id())
                                .orElseThrow()
                                .addDomain(second)));
        // A request in the meantime, which finds nothing and remembers that.
        application
                .script()
                .second(tenant -> assertThat(threads.submit(() -> application.schemaOf(second))
                                .get())
                        .isEmpty());
        application.clients().save(acme);
        assertThat(application.schemaOf(second)).contains(acme.getSchemaName());
    }

    @RepeatedTest(15)
    void letsOneOfTwoSignUpsForOneNameWin() throws Exception {
        oneWins(
                client(acme.getSchemaName(), "one." + acme.getPrimaryDomain()),
                client(acme.getSchemaName(), "two." + acme.getPrimaryDomain()));
    }

    @RepeatedTest(15)
    void letsOneOfTwoSignUpsForOneDomainWin() throws Exception {
        oneWins(
                client(acme.getSchemaName(), acme.getPrimaryDomain()),
                client(acme.getSchemaName() + "_two", acme.getPrimaryDomain()));
    }

    private void oneWins(Client one, Client other) throws Exception {
        List<Object> outcomes = atOnce(
                () -> application.clients().save(one),
                () -> application.clients().save(other));
        assertThat(outcomes)
                .filteredOn(Client.class::isInstance)
                .hasSize(1)
                .allSatisfy(winner -> application.assertComplete((Client) winner));
        assertThat(outcomes)
                .filteredOn(DataIntegrityViolationException.class::isInstance)
                .hasSize(1);
        assertThat(List.of(one, other))
                .filteredOn(client -> !outcomes.contains(client))
                .allSatisfy(loser -> assertThat(application.hasSchema(loser))
                        .isEqualTo(one.getSchemaName().equals(other.getSchemaName())));
    }

    @RepeatedTest(5)
    void keepsOnePrimaryDomainWhateverHappensAtOnce() throws Exception {
        acme.addDomain("one." + acme.getPrimaryDomain());
        acme.addDomain("two." + acme.getPrimaryDomain());
        application.clients().save(acme);
        List<String> domains = new ArrayList<>(acme.getDomains());
        atOnce(() -> makePrimary(domains.get(1)), () -> makePrimary(domains.get(2)));
        assertThat(application.primaryDomainsOf(acme)).isEqualTo(1);
        assertThat(application
                        .clients()
                        .findById(acme.toTenant().id())
                        .orElseThrow()
                        .getDomains())
                .containsExactlyInAnyOrderElementsOf(domains);
    }

    private boolean makePrimary(String domain) {
        application
                .transaction()
                .executeWithoutResult(status -> application
                        .clients()
                        .findById(acme.toTenant().id())
                        .orElseThrow()
                        .makePrimary(domain));
        return true;
    }

    /** Returns what each of the two returned or threw. */
    private List<Object> atOnce(Callable<Object> one, Callable<Object> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Object> outcomes = new ArrayList<>();
        List<Callable<Object>> work = List.of(() -> outcomeOf(start, one), () -> outcomeOf(start, other));
        for (Future<Object> outcome : threads.invokeAll(work, 60, TimeUnit.SECONDS)) {
            outcomes.add(outcome.get());
        }
        return outcomes;
    }

    private static Object outcomeOf(CyclicBarrier start, Callable<Object> work) throws Exception {
        start.await();
        try {
            return work.call();
        } catch (RuntimeException failure) {
            return failure;
        }
    }
}
