package io.tenantschemas.autoconfigure.provision;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.HostName;

import static io.tenantschemas.autoconfigure.provision.Provisioned.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tenants come, change and go: what is known of them and who is told. */
class ChangeIT {

    private static Provisioned application;

    private final Client acme = client("acme");

    @BeforeAll
    static void start() {
        application = Provisioned.shared();
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    private static Optional<String> schemaOf(String host) {
        return application.schemaOf(host);
    }

    private void change(Consumer<Client> change) {
        application
                .transaction()
                .executeWithoutResult(status -> change.accept(
                        application.clients().findById(acme.toTenant().id()).orElseThrow()));
    }

    @Test
    void servesAHostAtOnceThatWasAskedForBefore() {
        assertThat(schemaOf(acme.getPrimaryDomain())).isEmpty();
        application.clients().save(acme);
        assertThat(schemaOf(acme.getPrimaryDomain())).contains(acme.getSchemaName());
    }

    @Test
    void servesOtherDomainsAtOnce() {
        String first = acme.getPrimaryDomain();
        String second = "shop." + first;
        application.clients().save(acme);
        assertThat(schemaOf(first)).isPresent();
        assertThat(schemaOf(second)).isEmpty();

        change(client -> client.addDomain(second));
        assertThat(schemaOf(second)).contains(acme.getSchemaName());
        assertThat(application.primaryDomainsOf(acme)).isEqualTo(1);

        change(client -> client.makePrimary(second));
        assertThat(application
                        .bean(TenantRegistry.class)
                        .findByHost(HostName.of(first))
                        .orElseThrow()
                        .primaryHost())
                .contains(HostName.of(second));
        assertThat(application.primaryDomainsOf(acme)).isEqualTo(1);

        change(client -> client.removeDomain(first));
        assertThat(schemaOf(first)).isEmpty();
        assertThat(schemaOf(second)).contains(acme.getSchemaName());
    }

    @Test
    void tellsOfTenantsAfterTheCommit() {
        application.transaction().executeWithoutResult(status -> {
            application.clients().saveAndFlush(acme);
            assertThat(application.events().recorded()).isEmpty();
        });
        application.clients().delete(acme);
        assertThat(application.events().recorded())
                .containsExactly(
                        "created " + acme.getSchemaName(),
                        "committed " + acme.getSchemaName(),
                        "deleted " + acme.getSchemaName());
    }

    @Test
    void survivesAListenerThatFails() {
        application.events().failing = true;
        Client globex = client("globex");
        application.clients().saveAll(List.of(acme, globex));
        application.assertComplete(acme, globex);
        assertThat(application.events().recorded())
                .contains("created " + acme.getSchemaName(), "created " + globex.getSchemaName());
        assertThat(schemaOf(globex.getPrimaryDomain())).isPresent();
    }

    @Test
    void keepsTheSchemaOfATenantThatIsDeletedAndTakesItOverNever() {
        application.clients().save(acme);
        assertThat(schemaOf(acme.getPrimaryDomain())).isPresent();
        application.clients().deleteById(acme.toTenant().id());
        assertThat(application.hasRow(acme)).isFalse();
        assertThat(application.hasSchema(acme)).isTrue();
        assertThat(schemaOf(acme.getPrimaryDomain())).isEmpty();
        assertThatExceptionOfType(SchemaExistsException.class)
                .isThrownBy(() ->
                        application.clients().save(client(acme.getSchemaName(), "new." + acme.getPrimaryDomain())));
    }

    @Test
    void keepsEverythingIfADeleteIsRolledBack() {
        application.clients().save(acme);
        application.events().clear();
        application.transaction().executeWithoutResult(status -> {
            application.clients().deleteById(acme.toTenant().id());
            application.clients().flush();
            status.setRollbackOnly();
        });
        application.assertComplete(acme);
        assertThat(application.events().recorded()).isEmpty();
        assertThat(schemaOf(acme.getPrimaryDomain())).isPresent();
    }

    @Test
    void doesNotNoticeBulkDeletesUntilTheCacheForgets() {
        application.clients().save(acme);
        application.events().clear();
        assertThat(schemaOf(acme.getPrimaryDomain())).isPresent();
        application.clients().deleteAllByIdInBatch(List.of(acme.toTenant().id()));
        assertThat(application.hasRow(acme)).isFalse();
        assertThat(application.hasSchema(acme)).isTrue();
        assertThat(application.events().recorded()).isEmpty();
        assertThat(schemaOf(acme.getPrimaryDomain())).isPresent();
    }
}
