package io.tenantschemas.autoconfigure.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.Response;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.ForEachTenantReport;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantNotBuiltException;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The table of the documentation: what becomes of a tenant in each status. */
class TenantStatusIT {

    private static final Set<TenantStatus> BUILT =
            Set.of(TenantStatus.ACTIVE, TenantStatus.SUSPENDED, TenantStatus.MAINTENANCE);

    private static RunningApplication application;

    private static JdbcTemplate outside;

    @BeforeAll
    static void start() {
        application =
                RunningApplication.start(ClientApplication.class, "tenant-schemas.resolution.cache.time-to-live=0s");
        outside = new JdbcTemplate(application.database().dataSource());
        application.bean(ClientRepository.class).save(new Client("acme", "acme.example.com", "Acme"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void makeGlobex() {
        application.bean(ClientRepository.class).save(new Client("globex", "globex.example.com", "Globex"));
    }

    @AfterEach
    void forgetGlobex() {
        outside.execute("DELETE FROM client WHERE schema_name = 'globex'; DROP SCHEMA IF EXISTS globex CASCADE");
    }

    private static void put(TenantStatus status) {
        assertThat(outside.update("UPDATE client SET status = ? WHERE schema_name = 'globex'", status.name()))
                .isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE, 200, ",
        "PROVISIONING, 503, being-set-up",
        "SUSPENDED, 403, suspended",
        "MAINTENANCE, 503, maintenance",
        "FAILED, 503, set-up-failed",
        "DELETING, 404, deleted"
    })
    void requests(TenantStatus status, int expected, @Nullable String type) {
        put(status);
        Response response = application.get("globex.example.com", "/notes");
        assertThat(response.status()).isEqualTo(expected);
        if (type != null) {
            assertThat(response.body()).contains("\"urn:tenant-schemas:" + type + "\"");
        }
        assertThat(application.get("acme.example.com", "/notes").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void workForEachTenant(TenantStatus status) {
        put(status);
        List<String> worked = new ArrayList<>();
        assertThat(application
                        .bean(TenantTemplate.class)
                        .forEachTenant(
                                () -> worked.add(TenantContext.currentSchema().value()))
                        .failures())
                .isEmpty();
        assertThat(worked)
                .containsExactlyElementsOf(status == TenantStatus.ACTIVE ? List.of("acme", "globex") : List.of("acme"));
    }

    @Test
    void workForEachTenantLeavesOutATenantThatIsTakenOutOfServiceBeforeItsTurn() {
        put(TenantStatus.ACTIVE);
        List<String> worked = new ArrayList<>();
        ForEachTenantReport report = application.bean(TenantTemplate.class).forEachTenant(() -> {
            worked.add(TenantContext.currentSchema().value());
            put(TenantStatus.MAINTENANCE);
        });
        assertThat(worked).containsExactly("acme");
        assertThat(report.succeeded()).isOne();
        assertThat(report.failures()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void workForATenantThatIsNamed(TenantStatus status) {
        put(status);
        TenantTemplate tenants = application.bean(TenantTemplate.class);
        NoteRepository notes = application.bean(NoteRepository.class);
        if (BUILT.contains(status)) {
            assertThat(tenants.execute("globex", () -> notes.count())).isZero();
        } else {
            assertThatExceptionOfType(TenantNotBuiltException.class)
                    .isThrownBy(() -> tenants.execute("globex", () -> notes.count()));
        }
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void migrations(TenantStatus status) {
        put(status);
        TenantMigrator migrator = application.bean(TenantMigrator.class);
        MigrationReport report = migrator.migrate(MigrationRequest.tenants());
        assertThat(report.isUpToDate()).isTrue();
        assertThat(report.upToDate())
                .extracting(done -> done.target().schema().value())
                .containsExactlyElementsOf(BUILT.contains(status) ? List.of("acme", "globex") : List.of("acme"));
        MigrationReport named = migrator.migrate(MigrationRequest.only(SchemaName.of("globex")));
        assertThat(named.isComplete()).isEqualTo(BUILT.contains(status));
    }

    @ParameterizedTest
    @EnumSource(TenantStatus.class)
    void aDeploymentFailsForAMissingSchemaOfAnyoneWhoShouldHaveOne(TenantStatus status) {
        outside.execute("DROP SCHEMA globex CASCADE");
        put(status);
        TenantMigrator migrator = application.bean(TenantMigrator.class);
        assertThat(migrator.status().failed()).hasSize(BUILT.contains(status) ? 1 : 0);
        assertThat(migrator.migrate(MigrationRequest.all()).failed()).hasSize(BUILT.contains(status) ? 1 : 0);
    }
}
