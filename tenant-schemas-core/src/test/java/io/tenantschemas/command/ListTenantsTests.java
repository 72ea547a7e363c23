package io.tenantschemas.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.provision.ProvisioningProgress.Progress;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** Of tenants whose schemas are yet to be made. */
class ListTenantsTests {

    private final CommandLineOfTests line = new CommandLineOfTests();

    private static Tenant tenant(long id, String schema, TenantStatus status) {
        return new Tenant(id, SchemaName.of(schema), status, List.of());
    }

    private CommandLineOfTests with(Tenant... tenants) {
        return line.with(TenantRegistry.class, new TenantRegistry() {
            @Override
            public Optional<Tenant> findByHost(HostName host) {
                return Optional.empty();
            }

            @Override
            public Optional<Tenant> findBySchema(SchemaName schema) {
                return Optional.empty();
            }

            @Override
            public void forEach(Consumer<Tenant> action) {
                List.of(tenants).forEach(action);
            }
        });
    }

    private CommandLineOfTests withSome() {
        return with(
                        tenant(1, "acme", TenantStatus.ACTIVE),
                        tenant(2, "globex", TenantStatus.PROVISIONING),
                        tenant(3, "initech", TenantStatus.FAILED),
                        tenant(4, "umbrella", TenantStatus.PROVISIONING))
                .with(
                        ProvisioningProgress.class,
                        () -> Map.of(
                                1L, new Progress(9, Optional.of("left over")),
                                2L, new Progress(1, Optional.empty()),
                                3L, new Progress(5, Optional.of("no such table"))));
    }

    @Test
    void tellsHowFarTheyAre() {
        assertThat(withSome().run("list-tenants")).isZero();
        assertThat(line.out().lines().map(each -> each.replaceAll(" +", " ")))
                .containsExactly(
                        "ID SCHEMA STATUS HOSTS",
                        "1 acme ACTIVE",
                        "2 globex PROVISIONING",
                        "3 initech FAILED",
                        "4 umbrella PROVISIONING",
                        "globex: 1 attempt",
                        "initech: 5 attempts; the last one failed: no such table",
                        "4 tenants");
    }

    @Test
    void tellsProgramsHowFarTheyAre() {
        assertThat(withSome().run("list-tenants", "--output=json")).isZero();
        JsonNode tenants = line.document().get("tenants");
        assertThat(tenants.get(0).has("attempts")).isFalse();
        assertThat(tenants.get(1).get("attempts").asInt()).isOne();
        assertThat(tenants.get(1).has("reason")).isFalse();
        assertThat(tenants.get(2).get("attempts").asInt()).isEqualTo(5);
        assertThat(tenants.get(2).get("reason").asString()).isEqualTo("no such table");
        assertThat(tenants.get(3).has("attempts")).isFalse();
    }

    @Test
    void asksForNothingWhereThereAreNone() {
        assertThat(with(tenant(1, "acme", TenantStatus.ACTIVE)).run("list-tenants"))
                .isZero();
    }
}
