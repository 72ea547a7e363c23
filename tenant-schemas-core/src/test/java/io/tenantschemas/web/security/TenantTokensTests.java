package io.tenantschemas.web.security;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TenantTokensTests {

    private static final Tenant ACME = new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    @Test
    void comparesTheSchema() {
        TenantTokens tokens = TenantTokens.withSchemaIn("tenant");
        assertThat(tokens.accepts(ACME, Map.of("tenant", "acme"))).isTrue();
        assertThat(tokens.accepts(ACME, Map.of("tenant", "globex"))).isFalse();
        assertThat(tokens.accepts(ACME, Map.of("tenant", "ACME"))).isFalse();
    }

    @Test
    void comparesTheIdAsNumberAndAsText() {
        TenantTokens tokens = TenantTokens.withIdIn("tenant_id");
        assertThat(tokens.accepts(ACME, Map.of("tenant_id", 1L))).isTrue();
        assertThat(tokens.accepts(ACME, Map.of("tenant_id", 1))).isTrue();
        assertThat(tokens.accepts(ACME, Map.of("tenant_id", "1"))).isTrue();
        assertThat(tokens.accepts(ACME, Map.of("tenant_id", 11))).isFalse();
    }

    @Test
    void findsTheTenantInAList() {
        TenantTokens tokens = TenantTokens.withSchemaIn("tenants");
        assertThat(tokens.accepts(ACME, Map.of("tenants", List.of("globex", "acme"))))
                .isTrue();
        assertThat(tokens.accepts(ACME, Map.of("tenants", List.of("globex")))).isFalse();
        assertThat(tokens.accepts(ACME, Map.of("tenants", List.of()))).isFalse();
    }

    @Test
    void comparesTheIssuer() throws Exception {
        TenantTokens tokens = TenantTokens.withIssuer("https://id.example.com/realms/{schema}");
        assertThat(tokens.accepts(ACME, Map.of("iss", "https://id.example.com/realms/acme")))
                .isTrue();
        assertThat(tokens.accepts(
                        ACME,
                        Map.of(
                                "iss",
                                URI.create("https://id.example.com/realms/acme").toURL())))
                .isTrue();
        assertThat(tokens.accepts(ACME, Map.of("iss", "https://id.example.com/realms/globex")))
                .isFalse();
        assertThat(TenantTokens.withIssuer("https://{id}.example.com")
                        .accepts(ACME, Map.of("iss", "https://1.example.com")))
                .isTrue();
    }

    @Test
    void refusesOneIssuerForAll() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TenantTokens.withIssuer("https://id.example.com"))
                .withMessageContaining("the same for all tenants");
    }

    @Test
    void refusesATokenWithoutTheClaim() {
        assertThat(TenantTokens.withSchemaIn("tenant").accepts(ACME, Map.of("sub", "alice")))
                .isFalse();
        assertThat(TenantTokens.withIdIn("tenant_id").accepts(ACME, Map.of("sub", "alice")))
                .isFalse();
        assertThat(TenantTokens.withIssuer("https://{schema}.example.com").accepts(ACME, Map.of("sub", "alice")))
                .isFalse();
    }

    @Test
    void acceptsNoTokenOnTheMainSiteUnlessToldTo() {
        TenantTokens tokens = TenantTokens.withSchemaIn("tenant");
        assertThat(tokens.acceptsOnMainSite(Map.of("tenant", "acme"))).isFalse();
        assertThat(tokens.acceptsOnMainSite(Map.of())).isFalse();
        TenantTokens withOperators = tokens.orOnMainSite(claims -> !claims.containsKey("tenant"));
        assertThat(withOperators.acceptsOnMainSite(Map.of())).isTrue();
        assertThat(withOperators.acceptsOnMainSite(Map.of("tenant", "acme"))).isFalse();
        assertThat(withOperators.accepts(ACME, Map.of())).isFalse();
    }
}
