package io.tenantschemas.context;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.context.FakeTenantDirectory.ACME;
import static org.assertj.core.api.Assertions.assertThat;

class TenantContextTests {

    @AfterEach
    void restorePublicSchema() {
        TenantContext.definePublicSchema(SchemaName.of("public"));
    }

    @Test
    void isUnboundAtFirst() {
        assertThat(TenantContext.isBound()).isFalse();
        assertThat(TenantContext.current()).isEmpty();
        assertThat(TenantContext.binding()).isEqualTo(new TenantBinding.Unbound());
        assertThat(TenantContext.currentSchema()).hasToString("public");
    }

    @Test
    void tellsTheTenantThatIsBound() {
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            assertThat(TenantContext.isBound()).isTrue();
            assertThat(TenantContext.current()).contains(ACME);
            assertThat(TenantContext.currentSchema()).hasToString("acme");
        }
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void isBoundToTheSharedTablesWithoutATenant() {
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
            assertThat(TenantContext.isBound()).isTrue();
            assertThat(TenantContext.current()).isEmpty();
            assertThat(TenantContext.currentSchema()).hasToString("public");
        }
    }

    @Test
    void namesThePublicSchemaThatWasDefined() {
        TenantContext.definePublicSchema(SchemaName.of("shared"));
        assertThat(TenantContext.currentSchema()).hasToString("shared");
    }

    @Test
    void leavesNothingToThreadsThatAreStarted() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            CompletableFuture<Boolean> bound = CompletableFuture.supplyAsync(TenantContext::isBound, executor);
            assertThat(bound.get(10, TimeUnit.SECONDS)).isFalse();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void tellsTwoTenantsThatHadOneNameApart() {
        SchemaName publicSchema = SchemaName.of("public");
        TenantBinding again = TenantBinding.to(FakeTenantDirectory.tenant(7, "acme", TenantStatus.ACTIVE));
        assertThat(again.identifier(publicSchema))
                .isNotEqualTo(TenantBinding.to(ACME).identifier(publicSchema));
    }

    @Test
    void takesTheMainSiteAndTheSharedTablesForTheSameData() {
        SchemaName publicSchema = SchemaName.of("public");
        TenantBinding main = TenantBinding.to(FakeTenantDirectory.tenant(7, "public", TenantStatus.ACTIVE));
        assertThat(main.identifier(publicSchema)).isEqualTo("public");
        assertThat(TenantBinding.toShared().identifier(publicSchema)).isEqualTo("public");
    }

    @Test
    void theKeyOfATenantOutlivesARename() {
        SchemaName publicSchema = new SchemaName("public");
        Tenant renamed = new Tenant(ACME.id(), new SchemaName("acme_ltd"), ACME.status(), ACME.domains());
        Tenant again = new Tenant(ACME.id() + 1, ACME.schema(), ACME.status(), ACME.domains());

        assertThat(TenantBinding.to(renamed).key(publicSchema))
                .isEqualTo(TenantBinding.to(ACME).key(publicSchema))
                .isNotEqualTo(TenantBinding.to(again).key(publicSchema));
        assertThat(TenantBinding.toShared().key(publicSchema)).isEqualTo("public");
    }
}
