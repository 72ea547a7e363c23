package io.tenantschemas.autoconfigure.provision;

import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What one node does to tenants, seen from another that remembers everything for hours. */
class NodesIT {

    private static final String HOST = "acme.example.com";

    private static final String OTHER_HOST = "globex.example.com";

    /** How often a statement is executed until the driver has prepared it for sure. */
    private static final int OFTEN = 12;

    private static final TestDatabase DATABASE = PostgresServer.forTests().createDatabase();

    private static Node here;

    private static Node there;

    private Client acme;

    @BeforeAll
    static void start() {
        here = Node.alone(DATABASE, "tenant-schemas.provisioning.auto-drop=true");
        there = Node.listening(DATABASE, "tenant-schemas.provisioning.auto-drop=true");
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
        DATABASE.close();
    }

    @BeforeEach
    void makeAcme() {
        here.application().clients().deleteAll();
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).isEmpty());
        await().untilAsserted(() -> assertThat(there.byHost(OTHER_HOST)).isEmpty());
        acme = here.save("acme", HOST, "old");
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).contains(acme.toTenant()));
        assertThat(there.ticket("acme")).isOne();
        assertServes(acme, "old");
    }

    /** Makes sure that the other node finds that tenant's data in each way, and has them at hand from then on. */
    private static void assertServes(Client client, String note) {
        String schema = client.getSchemaName();
        for (int i = 0; i < OFTEN; i++) {
            assertThat(there.notes(schema)).containsExactly(note);
            assertThat(there.noteRows(client.toTenant())).extracting("text").containsExactly(note);
        }
        assertThat(there.rememberedNotes(schema)).containsExactly(note);
        assertThat(there.ticketText(schema, 1))
                .isEqualTo("of " + client.toTenant().id());
    }

    /** Makes sure that the other node meets nothing of the one who had the name, not even where the tables look different. */
    private static void assertServesAnew(Client client) {
        changeColumns(client);
        assertThat(there.ticket(client.getSchemaName())).isOne();
        assertServes(client, "new");
        assertThat(there.noteRows(client.toTenant())).extracting("colour").containsExactly("red");
    }

    private static Optional<String> schemaOf(String host) {
        return there.byHost(host).map(Tenant::schema).map(SchemaName::value);
    }

    private static void changeColumns(Client client) {
        here.application()
                .catalogue()
                .sql("ALTER TABLE %s.note ADD COLUMN colour text DEFAULT 'red', ALTER text TYPE varchar(90)"
                        .formatted(client.getSchemaName()))
                .update();
    }

    @Test
    void hasAtHandWhatItServedOnce() {
        here.application()
                .catalogue()
                .sql("UPDATE acme.note SET text = 'changed'")
                .update();
        here.application()
                .catalogue()
                .sql("UPDATE acme.ticket SET text = 'changed'")
                .update();
        assertThat(there.rememberedNotes("acme")).as("cached").containsExactly("old");
        assertThat(there.ticketText("acme", 1))
                .as("cached")
                .isEqualTo("of " + acme.toTenant().id());
        assertThat(there.hasPreparedLike("SELECT * FROM %note ORDER BY id%")).isTrue();
    }

    @Test
    void servesANewTenantAtAHostThatLedNowhere() {
        assertThat(there.byHost(OTHER_HOST)).isEmpty();
        here.save("globex", OTHER_HOST, "globex");
        await().untilAsserted(() -> assertThat(schemaOf(OTHER_HOST)).contains("globex"));
        assertThat(there.notes("globex")).containsExactly("globex");
    }

    @Test
    void leadsAHostThatMovedToItsNewTenant() {
        acme.addDomain("shop.example.com");
        here.application().clients().save(acme);
        Client globex = here.save("globex", OTHER_HOST, "globex");
        await().untilAsserted(() -> assertThat(schemaOf("shop.example.com")).contains("acme"));
        await().untilAsserted(() -> assertThat(schemaOf(OTHER_HOST)).contains("globex"));
        change(acme, client -> client.removeDomain("shop.example.com"));
        await().untilAsserted(() -> assertThat(schemaOf("shop.example.com")).isEmpty());
        change(globex, client -> client.addDomain("shop.example.com"));
        await().untilAsserted(() -> assertThat(schemaOf("shop.example.com")).contains("globex"));
        assertThat(schemaOf(HOST)).contains("acme");
    }

    @Test
    void routesByADomainThatWasAddedInCodeAndNotAnyMore() {
        String host = "shop.example.com";
        assertThat(there.byHost(host)).as("remembered as leading nowhere").isEmpty();
        here.application().provisioner().addDomain("acme", host);
        await().untilAsserted(() -> assertThat(schemaOf(host)).contains("acme"));
        assertThat(there.notes("acme")).containsExactly("old");

        here.application().provisioner().makePrimary("acme", host);
        await().untilAsserted(() ->
                assertThat(there.bySchema("acme").flatMap(Tenant::primaryHost)).hasToString("Optional[" + host + "]"));

        here.application().provisioner().removeDomain("acme", HOST);
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).isEmpty());
        assertThat(schemaOf(host)).contains("acme");
    }

    private static void change(Client client, java.util.function.Consumer<Client> change) {
        here.application()
                .transaction()
                .executeWithoutResult(status -> change.accept(here.application()
                        .clients()
                        .findById(client.toTenant().id())
                        .orElseThrow()));
    }

    @Test
    void meetsNothingOfATenantThatWasDropped() {
        here.application().provisioner().drop("acme");
        Client again = here.save("acme", HOST, "new");
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).contains(again.toTenant()));
        await().untilAsserted(() -> assertThat(there.bySchema("acme")).contains(again.toTenant()));
        assertServesAnew(again);
        assertThat(there.isRetired(acme.toTenant())).isTrue();
        assertThat(there.isRetired(again.toTenant())).isFalse();
    }

    @Test
    void usesNoStatementThatWasPreparedForTheOneWhoHadTheName() {
        here.application().provisioner().drop("acme");
        Client again = here.save("acme", HOST, "new");
        changeColumns(again);
        // Without a look-up: the session has been at the former's schema last, whose path is the same.
        for (int i = 0; i < OFTEN; i++) {
            assertThat(there.noteRows(again.toTenant()))
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row).containsEntry("text", "new").containsEntry("colour", "red"));
        }
    }

    @Test
    void meetsNothingOfATenantThatWasDeletedThroughItsEntity() {
        here.application().clients().delete(acme);
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).isEmpty());
        Client again = here.save("acme", HOST, "new");
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).contains(again.toTenant()));
        assertServesAnew(again);
        assertThat(there.isRetired(acme.toTenant())).isTrue();
    }

    @Test
    void meetsNothingOfATenantThatWasRenamed() {
        here.application().provisioner().rename("acme", "globex");
        Client again = here.save("acme", OTHER_HOST, "new");
        await().untilAsserted(() -> assertThat(there.byHost(OTHER_HOST)).contains(again.toTenant()));
        await().untilAsserted(() -> assertThat(schemaOf(HOST)).contains("globex"));
        await().untilAsserted(() -> assertThat(there.bySchema("acme")).contains(again.toTenant()));
        assertServesAnew(again);
        assertThat(there.notes("globex")).containsExactly("old");
        assertThat(there.rememberedNotes("globex")).containsExactly("old");
        assertThat(there.ticketText("globex", 1))
                .isEqualTo("of " + acme.toTenant().id());
        assertThat(there.ticket("globex")).isGreaterThan(1);
        assertThat(there.isRetired(acme.toTenant())).isTrue();
    }

    @Test
    void findsATenantThatWasRenamedBack() {
        here.application().provisioner().rename("acme", "globex");
        await().untilAsserted(() -> assertThat(there.isRetired(acme.toTenant())).isTrue());
        here.application().provisioner().rename("globex", "acme");
        await().untilAsserted(() -> assertThat(there.isRetired(acme.toTenant())).isFalse());
        await().untilAsserted(() -> assertThat(there.byHost(HOST)).contains(acme.toTenant()));
        assertThat(there.notes("acme")).containsExactly("old");
        assertThat(there.ticket("acme")).isGreaterThan(1);
    }

    @Test
    void knowsThatATenantWasSuspendedAndResumed() {
        here.application().provisioner().suspend("acme");
        await().untilAsserted(
                        () -> assertThat(there.byHost(HOST)).map(Tenant::status).contains(TenantStatus.SUSPENDED));
        here.application().provisioner().resume("acme");
        await().untilAsserted(
                        () -> assertThat(there.byHost(HOST)).map(Tenant::status).contains(TenantStatus.ACTIVE));
    }

    @Test
    void tellsTheApplicationsOwnCachesInBothNodes() {
        here.heard().clear();
        there.heard().clear();
        here.application().provisioner().suspend("acme");
        TenantChange changed = new TenantChange.Changed(acme.toTenant().id(), SchemaName.of("acme"));
        assertThat(here.heard()).containsExactly(changed);
        await().untilAsserted(() -> assertThat(there.heard()).contains(changed));
    }

    @Test
    void hearsNothingOfAnAttributeOfTheApplicationsOwn() {
        there.heard().clear();
        change(acme, client -> org.springframework.test.util.ReflectionTestUtils.setField(client, "onTrial", false));
        here.application().provisioner().suspend("acme");
        await().untilAsserted(() -> assertThat(there.heard())
                .containsExactly(new TenantChange.Changed(acme.toTenant().id(), SchemaName.of("acme"))));
    }

    @Test
    void usesNoConnectionOfThePool() {
        // The pool has one.
        assertThat(there.application()
                        .jdbc()
                        .sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tenant-schemas-listener'"
                                + " AND datname = current_database()")
                        .query(Integer.class)
                        .single())
                .isOne();
    }
}
