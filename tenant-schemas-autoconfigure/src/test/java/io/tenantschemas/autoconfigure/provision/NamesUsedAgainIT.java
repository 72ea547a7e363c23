package io.tenantschemas.autoconfigure.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.persistence.EntityManager;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.provision.again.Ticket;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A new tenant has the name of an old one and meets nothing of it, in one node with a pool of one connection. What is still
 * under way for the old one is in {@link StaleWorkIT}.
 */
class NamesUsedAgainIT {

    private static final String HOST = "acme.example.com";

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static Node node;

    @BeforeAll
    static void start() {
        node = Node.alone(DATABASE);
    }

    @AfterAll
    static void stop() {
        node.close();
        DATABASE.close();
    }

    @AfterEach
    void dropAll() {
        for (String schema : new String[] {"acme", "globex"}) {
            node.bySchema(schema)
                    .ifPresent(tenant -> node.application().provisioner().drop(tenant.schema()));
        }
        node.application().assertAsBefore();
    }

    /** Uses everything of a tenant that could be remembered, often enough for the driver to prepare its statements. */
    private static void warmUp(String schema, String note) {
        for (int i = 0; i < 12; i++) {
            assertThat(node.notes(schema)).containsExactly(note);
        }
        assertThat(node.ticket(schema)).isOne();
        assertThat(node.ticket(schema)).isEqualTo(2);
    }

    private static void assertNew(String host, Client client, String note) {
        Tenant tenant = client.toTenant();
        assertThat(node.byHost(host)).contains(tenant);
        assertThat(node.bySchema(client.getSchemaName())).contains(tenant);
        warmUp(client.getSchemaName(), note);
    }

    @Test
    void meetsNothingOfATenantThatWasDropped() {
        Client old = node.save("acme", HOST, "old");
        assertNew(HOST, old, "old");
        node.application().provisioner().drop("acme");
        assertThat(node.byHost(HOST)).isEmpty();
        Client acme = node.save("acme", HOST, "new");
        assertThat(acme.toTenant().id()).isNotEqualTo(old.toTenant().id());
        assertNew(HOST, acme, "new");
        assertThat(node.isRetired(old.toTenant())).isTrue();
        assertThat(node.isRetired(acme.toTenant())).isFalse();
    }

    @Test
    void meetsNothingOfATenantThatWasRenamed() {
        Client old = node.save("acme", HOST, "old");
        assertNew(HOST, old, "old");
        node.application().provisioner().rename("acme", "globex");
        Client acme = node.save("acme", "new." + HOST, "new");
        assertNew("new." + HOST, acme, "new");
        assertThat(node.byHost(HOST)).hasValueSatisfying(tenant -> {
            assertThat(tenant.id()).isEqualTo(old.toTenant().id());
            assertThat(tenant.schema()).hasToString("globex");
        });
        for (int i = 0; i < 12; i++) {
            assertThat(node.notes("globex")).containsExactly("old");
        }
        // Goes on with its own keys.
        assertThat(node.ticket("globex")).isGreaterThan(2);
    }

    @Test
    void isNotReadByFunctionsOfATenantThatWasRenamed() {
        node.save("acme", HOST, "old");
        node.application()
                .catalogue()
                .sql(
                        "CREATE FUNCTION acme.texts() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER SET search_path = acme, public"
                                + " AS 'SELECT text FROM note'")
                .update();
        assertThat(texts("acme")).containsExactly("old");
        node.application().provisioner().rename("acme", "globex");
        node.save("acme", "new." + HOST, "new");
        assertThat(texts("globex")).containsExactly("old");
        assertThat(node.notes("acme")).containsExactly("new");
    }

    private static List<String> texts(String schema) {
        return node.application()
                .tenants()
                .execute(
                        schema,
                        () -> node.application()
                                .jdbc()
                                .sql("SELECT texts()")
                                .query(String.class)
                                .list());
    }

    @Test
    void isItselfAgainAfterItWasRenamedBack() {
        Client old = node.save("acme", HOST, "old");
        assertNew(HOST, old, "old");
        node.application().provisioner().rename("acme", "globex");
        Client between = node.save("acme", "new." + HOST, "new");
        assertNew("new." + HOST, between, "new");
        node.application().provisioner().drop("acme");
        node.application().provisioner().rename("globex", "acme");
        assertThat(node.byHost(HOST)).contains(old.toTenant());
        assertThat(node.byHost("new." + HOST)).isEmpty();
        assertThat(node.notes("acme")).containsExactly("old");
        assertThat(node.ticket("acme")).isGreaterThan(2);
        assertThat(node.isRetired(old.toTenant())).isFalse();
        assertThat(node.isRetired(between.toTenant())).isTrue();
    }

    @Test
    void livesThroughAllThatCanHappenToATenant() {
        node.save("acme", HOST, "old");
        TenantProvisioner provisioner = node.application().provisioner();
        // tag::lifecycle[]
        provisioner.suspend("acme");
        provisioner.maintain("acme");
        provisioner.resume("acme");
        provisioner.addDomain("acme", "shop.acme.com");
        provisioner.makePrimary("acme", "shop.acme.com");
        provisioner.removeDomain("acme", "acme.example.com");
        provisioner.rename("acme", "globex");
        provisioner.drop("globex");
        // end::lifecycle[]
        assertThat(node.byHost(HOST)).isEmpty();
        assertThat(node.byHost("shop.acme.com")).isEmpty();
        assertThat(node.application().hasSchema("globex")).isFalse();
    }

    @Test
    void keepsTheSchemaOfWhoeverHasTheNameNow() {
        Client old = node.save("acme", HOST, "old");
        Client[] acme = new Client[1];
        node.application().transaction().executeWithoutResult(status -> {
            Client remembered =
                    node.application().clients().findById(old.toTenant().id()).orElseThrow();
            acme[0] = CompletableFuture.supplyAsync(NamesUsedAgainIT::renameAndMakeAnother)
                    .join();
            node.application().clients().delete(remembered);
        });
        assertThat(node.notes("acme")).containsExactly("new");
        assertThat(node.bySchema("acme")).contains(acme[0].toTenant());
        assertThat(node.application().events().recorded()).contains("deleted globex");
        node.application().catalogue().sql("DROP SCHEMA globex CASCADE").update();
    }

    @Test
    void anAttemptToFillItMeetsNothingOfTheOneBefore() {
        Client acme = node.save("acme", HOST, "old");
        node.application().catalogue().sql("DROP SCHEMA acme CASCADE").update();
        node.application()
                .catalogue()
                .sql("UPDATE client SET status = 'FAILED'")
                .update();
        Script script = node.application().script();
        List<Ticket> filled = new ArrayList<>();
        script.first(tenant -> {
            Ticket ticket = new Ticket("of attempt " + filled.size());
            node.application().bean(EntityManager.class).persist(ticket);
            // The first key is a block of its own.
            node.application().bean(EntityManager.class).persist(new Ticket("another"));
            filled.add(ticket);
            // Also where the tenant is bound once more.
            node.application().tenants().execute(acme.toTenant(), () -> {
                node.application().bean(EntityManager.class).flush();
                return ticket;
            });
        });
        script.second(tenant -> {
            throw new IllegalStateException("not yet");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> node.application().provisioner().resume("acme"))
                .withMessage("not yet");
        script.second(tenant -> {});
        node.application().provisioner().resume("acme");
        assertThat(filled).extracting(Ticket::getId).containsExactly(1L, 1L);
        assertThat(node.ticketText("acme", 1)).isEqualTo("of attempt 1");
        script.clear();
        // The block of keys is one that the sequence knows of.
        assertThat(node.ticket("acme")).isGreaterThan(50);
    }

    /** Does in another node what the session in this one does not notice. */
    private static Client renameAndMakeAnother() {
        try (Node other = Node.alone(DATABASE)) {
            other.application().provisioner().rename("acme", "globex");
            return other.save("acme", "new." + HOST, "new");
        }
    }
}
