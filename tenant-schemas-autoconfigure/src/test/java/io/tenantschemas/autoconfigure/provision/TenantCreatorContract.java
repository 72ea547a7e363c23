package io.tenantschemas.autoconfigure.provision;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.provision.DomainTakenException;
import io.tenantschemas.provision.InitializerFailedException;
import io.tenantschemas.provision.InvalidTenantException;
import io.tenantschemas.provision.InvalidTenantException.Problem;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.provision.TenantCreator;
import io.tenantschemas.provision.TenantRefusedException;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Tenants are made by name, with attributes that are texts. */
abstract class TenantCreatorContract {

    private final Provisioned application = Provisioned.shared();

    private Client acme;

    private NewTenant tenant;

    abstract TenantCreator creator(Provisioned application);

    /** Returns what an attribute of the entity is called. */
    abstract String attribute(String name);

    static String column(String attribute) {
        return attribute.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @BeforeEach
    void nameAClient() {
        acme = Provisioned.client("acme");
        tenant = named(acme);
    }

    @AfterEach
    void nothingIsRemembered() {
        application.assertAsBefore();
    }

    private NewTenant named(Client client) {
        return NewTenant.of(client.getSchemaName(), client.getPrimaryDomain())
                .with(attribute("name"), "Acme Ltd")
                .with(attribute("onTrial"), "true")
                .with(attribute("createdOn"), "2026-11-30");
    }

    private Tenant create(NewTenant tenant) {
        return creator(application).create(tenant);
    }

    private Map<String, Object> row() {
        return application
                .catalogue()
                .sql(
                        "SELECT name, paid_until::text, on_trial, created_on::text, status FROM client WHERE schema_name = ?")
                .param(acme.getSchemaName())
                .query()
                .singleRow();
    }

    @Test
    void makesRowDomainsAndSchema() {
        application.script().first(filled -> application.notes().add("of " + filled.schema()));
        Tenant created =
                create(tenant.withDomain("www." + acme.getPrimaryDomain()).with(attribute("paidUntil"), "2027-01-31"));

        assertThat(created.schema()).hasToString(acme.getSchemaName());
        assertThat(created.status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(created.domains())
                .containsExactlyInAnyOrder(
                        new Domain(HostName.of(acme.getPrimaryDomain()), true),
                        new Domain(HostName.of("www." + acme.getPrimaryDomain()), false));
        assertThat(row())
                .containsEntry("name", "Acme Ltd")
                .containsEntry("paid_until", "2027-01-31")
                .containsEntry("on_trial", true)
                .containsEntry("created_on", "2026-11-30")
                .containsEntry("status", "ACTIVE");
        application.assertComplete(acme);
        assertThat(application.notesOf(acme)).containsExactly("of " + acme.getSchemaName());
        assertThat(application.schemaOf("www." + acme.getPrimaryDomain())).contains(acme.getSchemaName());
        assertThat(application.events().recorded()).contains("created " + acme.getSchemaName());
    }

    @Test
    void namesWhatIsMissing() {
        assertThatExceptionOfType(InvalidTenantException.class)
                .isThrownBy(() -> create(NewTenant.of(acme.getSchemaName(), acme.getPrimaryDomain())
                        .with(attribute("name"), "Acme Ltd")
                        .with(attribute("onTrial"), "true")))
                .withMessageContaining("Tenant '%s' was not created".formatted(acme.getSchemaName()))
                .withMessageContaining("created_on");
        application.assertNothingOf(acme);
    }

    @Test
    void namesWhatDoesNotFit() {
        assertThatExceptionOfType(InvalidTenantException.class)
                .isThrownBy(() ->
                        create(tenant.with(attribute("paidUntil"), "some day").with(attribute("onTrial"), "perhaps")))
                .satisfies(refused -> assertThat(refused.problems())
                        .extracting(Problem::attribute)
                        .containsExactlyInAnyOrder(attribute("paidUntil"), attribute("onTrial")))
                .withMessageContaining("some day")
                .withMessageContaining("perhaps");
        application.assertNothingOf(acme);
    }

    @Test
    void namesWhatCanBeSetWhereSomethingElseIs() {
        for (String another : List.of("colour", "id", attribute("schemaName"), "status", "name.length")) {
            assertThatExceptionOfType(InvalidTenantException.class)
                    .isThrownBy(() -> create(tenant.with(another, "5")))
                    .withMessageContaining("'%s' cannot be".formatted(another))
                    .withMessageContaining(attribute("paidUntil"));
        }
        application.assertNothingOf(acme);
    }

    @Test
    void repeatsWhatTheDatabaseSaysOfTheRow() {
        assertThatExceptionOfType(InvalidTenantException.class)
                .isThrownBy(() -> create(tenant.with(attribute("name"), "x".repeat(101))))
                .withMessageContaining("character varying(100)");
        application.assertNothingOf(acme);
    }

    @Test
    void takesNothingFromOthers() {
        create(tenant);
        Client globex = Provisioned.client("globex");
        assertThatExceptionOfType(NameTakenException.class)
                .isThrownBy(() -> create(new NewTenant(
                        tenant.schema(), List.of(HostName.of(globex.getPrimaryDomain())), tenant.attributes())))
                .withMessageContaining("'%s' was not created".formatted(acme.getSchemaName()));
        assertThatExceptionOfType(DomainTakenException.class)
                .isThrownBy(() -> create(named(globex).withDomain(acme.getPrimaryDomain())))
                .satisfies(refused -> assertThat(refused.domain()).hasToString(acme.getPrimaryDomain()));
        application.catalogue().sql("CREATE SCHEMA " + globex.getSchemaName()).update();
        assertThatExceptionOfType(SchemaExistsException.class).isThrownBy(() -> create(named(globex)));
        application.catalogue().sql("DROP SCHEMA " + globex.getSchemaName()).update();
        application.assertNothingOf(globex);
        application.assertComplete(acme);
    }

    @Test
    void makesNoSchemaBesideOneInOtherLetters() {
        String other = "\"" + acme.getSchemaName().toUpperCase(Locale.ROOT) + "\"";
        application.catalogue().sql("CREATE SCHEMA " + other).update();
        try {
            assertThatExceptionOfType(SchemaExistsException.class)
                    .isThrownBy(() -> create(tenant))
                    .withMessageContaining("the schema '%s' has that name but for case", other.replace("\"", ""));
        } finally {
            application.catalogue().sql("DROP SCHEMA " + other).update();
        }
        application.assertNothingOf(acme);
    }

    @Test
    void takesNoNameThatSomebodyElseTookMeanwhile() throws Exception {
        CompletableFuture<Tenant> creating;
        try (Connection rival = application.database().dataSource().getConnection();
                Statement statement = rival.createStatement()) {
            rival.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO client (schema_name, status, name, on_trial, created_on) VALUES ('%s', 'ACTIVE', 'x', true, now())"
                            .formatted(acme.getSchemaName()));
            creating = CompletableFuture.supplyAsync(() -> create(tenant));
            await().until(() -> application
                            .catalogue()
                            .sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
                            .query(Integer.class)
                            .single()
                    > 0);
            rival.commit();
        }
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(creating::join)
                .withCauseInstanceOf(NameTakenException.class);
        assertThat(application.hasSchema(acme)).isFalse();
        application
                .catalogue()
                .sql("DELETE FROM client WHERE schema_name = ?")
                .param(acme.getSchemaName())
                .update();
    }

    @Test
    void makesNothingOfWhatIsEverybodys() {
        for (String everybodys : List.of("public", "extensions")) {
            assertThatExceptionOfType(TenantRefusedException.class)
                    .isThrownBy(() ->
                            create(new NewTenant(SchemaName.of(everybodys), tenant.domains(), tenant.attributes())));
        }
        assertThat(application.hasDomain(acme.getPrimaryDomain())).isFalse();
    }

    @Test
    void makesNothingFromWithinATenant() {
        create(tenant);
        Client globex = Provisioned.client("globex");
        application
                .tenants()
                .executeWithoutResult(
                        acme.getSchemaName(),
                        () -> assertThatExceptionOfType(TenantRefusedException.class)
                                .isThrownBy(() -> create(named(globex)))
                                .withMessageContaining("tenant '%s'".formatted(acme.getSchemaName())));
        application.assertNothingOf(globex);
    }

    @Test
    void leavesNothingWhereAnInitializerFails() {
        application.script().first(filled -> {
            throw new UnsupportedOperationException("no seed");
        });
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> create(tenant))
                .withMessage("no seed");
        application.assertNothingOf(acme);
    }

    @Test
    void passesOnWhatTheDatabaseRefusedAnInitializer() {
        application
                .script()
                .first(filled -> application
                        .jdbc()
                        .sql(
                                "INSERT INTO public.tenant_domain (tenant_id, domain, is_primary) VALUES (-1, 'x.example.com', true)")
                        .update());
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> create(tenant))
                .withMessageContaining("foreign key")
                .satisfies(refused -> assertThat(refused.getSuppressed())
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                        .isInstanceOf(InitializerFailedException.class)
                        .hasMessageContaining(acme.getSchemaName()));
        application.assertNothingOf(acme);
    }

    @Test
    void isUndoneWithTheCallersTransaction() {
        application.transaction().executeWithoutResult(status -> {
            create(tenant);
            status.setRollbackOnly();
        });
        application.assertNothingOf(acme);
        assertThat(application.events().recorded()).doesNotContain("created " + acme.getSchemaName());
    }
}
