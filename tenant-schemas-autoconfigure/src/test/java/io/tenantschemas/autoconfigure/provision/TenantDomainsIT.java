package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.provision.DomainPresentException;
import io.tenantschemas.provision.DomainTakenException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.PrimaryDomainException;
import io.tenantschemas.provision.TenantBusyException;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.provision.UnknownDomainException;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Domains of tenants are changed in code. */
class TenantDomainsIT {

    private final Provisioned application = Provisioned.shared();

    private final Client acme = client("acme");

    private final Client globex = client("globex");

    private final String name = acme.getSchemaName();

    private final String first = acme.getPrimaryDomain();

    private final String second = "shop." + first;

    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @BeforeEach
    void save() {
        application.clients().save(acme);
        application.clients().save(globex);
        application.events().clear();
    }

    @AfterEach
    void nothingIsRemembered() {
        threads.shutdownNow();
        application.assertAsBefore();
        List.of(acme, globex).forEach(client -> application.provisioner().drop(client.toTenant()));
        application.events().clear();
    }

    private TenantProvisioner provisioner() {
        return application.provisioner();
    }

    private static List<String> hosts(Tenant tenant) {
        return tenant.domains().stream()
                .map(domain -> domain.host() + (domain.primary() ? " primary" : ""))
                .toList();
    }

    /** Makes sure that the rows are what was there before the test. */
    private void assertNothingChanged() {
        assertThat(rows(acme)).containsExactly(first + " true");
        assertThat(rows(globex)).containsExactly(globex.getPrimaryDomain() + " true");
        assertThat(application.events().recorded()).isEmpty();
    }

    private List<String> rows(Client client) {
        return application
                .catalogue()
                .sql(
                        "SELECT domain || ' ' || is_primary FROM tenant_domain WHERE tenant_id = ? ORDER BY is_primary DESC, 1")
                .param(client.toTenant().id())
                .query(String.class)
                .list();
    }

    @Test
    void leadsToTheTenantByADomainThatWasAdded() {
        assertThat(application.schemaOf(second)).isEmpty();
        assertThat(hosts(provisioner().addDomain(name, second.toUpperCase(java.util.Locale.ROOT))))
                .containsExactly(first + " primary", second);
        assertThat(application.schemaOf(second)).contains(name);
        assertThat(application.schemaOf(first)).contains(name);
        assertThat(rows(acme)).containsExactly(first + " true", second + " false");
        assertThat(application.events().recorded()).isEmpty();
    }

    @Test
    void leadsNowhereByADomainThatWasRemoved() {
        provisioner().addDomain(name, second);
        assertThat(application.schemaOf(second)).contains(name);
        assertThat(hosts(provisioner().removeDomain(name, second))).containsExactly(first + " primary");
        assertThat(application.schemaOf(second)).isEmpty();
        assertNothingChanged();
    }

    @Test
    void makesAnotherDomainThePrimaryOne() {
        provisioner().addDomain(name, second);
        for (int i = 0; i < 2; i++) {
            assertThat(hosts(provisioner().makePrimary(name, second))).containsExactly(second + " primary", first);
            assertThat(rows(acme)).containsExactly(second + " true", first + " false");
        }
        assertThat(hosts(provisioner().removeDomain(name, first))).containsExactly(second + " primary");
        assertThat(application.schemaOf(first)).isEmpty();
    }

    @Test
    void addsADomainAsThePrimaryOne() {
        assertThat(hosts(provisioner().addPrimaryDomain(name, second))).containsExactly(second + " primary", first);
        assertThat(application.schemaOf(second)).contains(name);
        assertThat(rows(acme)).containsExactly(second + " true", first + " false");
    }

    @Test
    void makesTheOnlyDomainThePrimaryOne() {
        application
                .catalogue()
                .sql("DELETE FROM tenant_domain WHERE tenant_id = ?")
                .param(acme.toTenant().id())
                .update();
        assertThatExceptionOfType(UnknownDomainException.class)
                .isThrownBy(() -> provisioner().makePrimary(name, first))
                .withMessageContaining("It has none");
        assertThat(hosts(provisioner().addDomain(name, second))).containsExactly(second + " primary");
        assertThat(hosts(provisioner().addDomain(name, first))).containsExactly(second + " primary", first);
    }

    @Test
    void refusesADomainThatIsTheMainSites() {
        assertThatExceptionOfType(DomainTakenException.class)
                .isThrownBy(() -> provisioner().addDomain(name, "WWW.main.example"))
                .withMessageContaining("it is the main site's")
                .withMessageContaining("tenant-schemas.public-hosts");
        assertThatExceptionOfType(DomainTakenException.class)
                .isThrownBy(() -> provisioner().addPrimaryDomain(name, "www.main.example"));
        assertNothingChanged();
    }

    @Test
    void makesNoTenantThatHasADomainOfTheMainSite() {
        Client another = client(name + "_more", "www.main.example");
        assertThatExceptionOfType(DomainTakenException.class)
                .isThrownBy(() -> application.clients().save(another))
                .withMessageContaining("it is the main site's");
        application.assertNothingOf(another);
        assertThatExceptionOfType(DomainTakenException.class)
                .isThrownBy(() -> provisioner().copy(name, NewTenant.of(name + "_more", "www.main.example"), false))
                .withMessageContaining("it is the main site's");
        application.assertNothingOf(another);
        assertNothingChanged();
    }

    @Test
    void refusesADomainThatAnotherTenantHasInAnyCase() {
        String taken = globex.getPrimaryDomain();
        application
                .catalogue()
                .sql("UPDATE tenant_domain SET domain = upper(domain) WHERE domain = ?")
                .param(taken)
                .update();
        List<Consumer<TenantProvisioner>> ways =
                List.of(each -> each.addDomain(name, taken), each -> each.addPrimaryDomain(name, taken));
        ways.forEach(way -> assertThatExceptionOfType(DomainTakenException.class)
                .isThrownBy(() -> way.accept(provisioner()))
                .withMessageContaining("'%s' was not given the domain '%s'".formatted(name, taken))
                // Whoever reads it may be a customer.
                .withMessageNotContaining("'" + globex.getSchemaName() + "'")
                .satisfies(refused -> assertThat(refused.domain()).hasToString(taken)));
        application
                .catalogue()
                .sql("UPDATE tenant_domain SET domain = lower(domain) WHERE lower(domain) = ?")
                .param(taken)
                .update();
        assertNothingChanged();
    }

    @Test
    void refusesADomainThatAnotherTenantGotMeanwhile() throws Exception {
        Future<?> adding;
        try (Connection rival = rivalThatAdds(second)) {
            adding = threads.submit(() -> provisioner().addDomain(name, second));
            awaitWaiting();
            rival.commit();
        }
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> adding.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(DomainTakenException.class);
        assertThat(rows(acme)).containsExactly(first + " true");
        assertThat(application.schemaOf(second)).contains(globex.getSchemaName());
    }

    @Test
    void getsADomainThatAnotherTenantDidNotGetAfterAll() throws Exception {
        Future<Tenant> adding;
        try (Connection rival = rivalThatAdds(second)) {
            adding = threads.submit(() -> provisioner().addDomain(name, second));
            awaitWaiting();
            rival.rollback();
        }
        assertThat(hosts(adding.get(20, TimeUnit.SECONDS))).containsExactly(first + " primary", second);
    }

    @Test
    void givesUpOnADomainThatSomebodyIsAboutToAdd() throws SQLException {
        try (Connection rival = rivalThatAdds(second)) {
            assertThatExceptionOfType(TenantBusyException.class)
                    .isThrownBy(() -> provisioner().addDomain(name, second));
            rival.rollback();
        }
        assertNothingChanged();
    }

    @Test
    void refusesADomainThatTheTenantHasAlready() {
        assertThatExceptionOfType(DomainPresentException.class)
                .isThrownBy(() -> provisioner().addDomain(name, first))
                .satisfies(refused -> assertThat(refused.domain()).hasToString(first));
        assertThatExceptionOfType(DomainPresentException.class)
                .isThrownBy(() -> provisioner().addPrimaryDomain(name, first));
        assertNothingChanged();
    }

    @Test
    void refusesToChangeADomainThatTheTenantDoesNotHave() {
        for (String unknown : List.of(second, globex.getPrimaryDomain())) {
            List<Consumer<TenantProvisioner>> ways =
                    List.of(each -> each.removeDomain(name, unknown), each -> each.makePrimary(name, unknown));
            ways.forEach(way -> assertThatExceptionOfType(UnknownDomainException.class)
                    .isThrownBy(() -> way.accept(provisioner()))
                    .withMessageContaining(first)
                    .satisfies(refused -> assertThat(refused.domain()).hasToString(unknown)));
        }
        assertNothingChanged();
    }

    @Test
    void refusesToRemoveThePrimaryDomain() {
        provisioner().addDomain(name, second);
        assertThatExceptionOfType(PrimaryDomainException.class)
                .isThrownBy(() -> provisioner().removeDomain(name, first))
                .satisfies(refused -> assertThat(refused.domain()).hasToString(first));
        assertThat(rows(acme)).containsExactly(first + " true", second + " false");
    }

    @Test
    void refusesWhatCannotBeAHost() {
        List<Consumer<TenantProvisioner>> ways = List.of(
                each -> each.addDomain(name, "no host"),
                each -> each.addPrimaryDomain(name, "https://shop.example.com"),
                each -> each.removeDomain(name, "-shop.example.com"),
                each -> each.makePrimary(name, ""));
        ways.forEach(way ->
                assertThatExceptionOfType(InvalidHostException.class).isThrownBy(() -> way.accept(provisioner())));
        assertNothingChanged();
    }

    @Test
    void knowsNoTenantOfThatName() {
        assertThatExceptionOfType(UnknownTenantException.class)
                .isThrownBy(() -> provisioner().addDomain("nobody", second));
        assertThat(application.hasDomain(second)).isFalse();
    }

    @Test
    void takesPartInTheCallersTransaction() {
        application.transaction().executeWithoutResult(status -> {
            provisioner().addDomain(name, second);
            assertThat(application.hasDomain(second)).isFalse();
            status.setRollbackOnly();
        });
        assertThat(application.schemaOf(second)).isEmpty();
        assertNothingChanged();

        application.transaction().executeWithoutResult(status -> {
            provisioner().addPrimaryDomain(name, second);
            assertThatExceptionOfType(DomainTakenException.class)
                    .isThrownBy(() -> provisioner().addDomain(name, globex.getPrimaryDomain()));
            provisioner().removeDomain(name, first);
        });
        assertThat(rows(acme)).containsExactly(second + " true");
        assertThat(application.schemaOf(second)).contains(name);
        assertThat(application.schemaOf(first)).isEmpty();
    }

    @Test
    void takesATypedNameAndHost() {
        Tenant tenant = acme.toTenant();
        HostName host = HostName.of(second);
        provisioner().addPrimaryDomain(tenant.schema(), host);
        provisioner().makePrimary(tenant.schema(), HostName.of(first));
        provisioner().removeDomain(tenant.schema(), host);
        assertNothingChanged();
        assertThat(hosts(provisioner().addDomain(tenant.schema(), host))).contains(second);
    }

    /** Returns a connection with a transaction under way that gives the other tenant that domain. */
    private Connection rivalThatAdds(String domain) throws SQLException {
        Connection rival = application.database().dataSource().getConnection();
        rival.setAutoCommit(false);
        try (PreparedStatement statement = rival.prepareStatement(
                "INSERT INTO tenant_domain (tenant_id, domain, is_primary) VALUES (?, ?, false)")) {
            statement.setLong(1, globex.toTenant().id());
            statement.setString(2, domain);
            statement.executeUpdate();
        }
        return rival;
    }

    private void awaitWaiting() {
        await().until(() -> application
                        .catalogue()
                        .sql("SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = current_database()"
                                + " AND wait_event_type = 'Lock'")
                        .query(Integer.class)
                        .single()
                > 0);
    }
}
