package io.tenantschemas.web.security;

import java.util.Map;
import java.util.Optional;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Compares a token with what the calling thread is bound to. */
record TokenCheck(TenantTokens tokens, SchemaName publicSchema) {

    static final String REFUSED = "The token is not good for this site";

    boolean accepts(Map<String, Object> claims) {
        return tenant(TenantContext.binding())
                .map(tenant -> tokens.accepts(tenant, claims))
                .orElseGet(() -> tokens.acceptsOnMainSite(claims));
    }

    private Optional<Tenant> tenant(TenantBinding binding) {
        return binding.tenant().filter(tenant -> !tenant.schema().equals(publicSchema));
    }
}
