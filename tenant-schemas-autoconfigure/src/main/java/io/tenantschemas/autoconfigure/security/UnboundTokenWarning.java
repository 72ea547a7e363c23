package io.tenantschemas.autoconfigure.security;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;

/** Says at start-up that tokens are accepted and nobody knows whose they are. */
final class UnboundTokenWarning implements SmartInitializingSingleton {

    private static final Log logger = LogFactory.getLog(UnboundTokenWarning.class);

    private final ObjectProvider<SecurityFilterChain> chains;

    UnboundTokenWarning(ObjectProvider<SecurityFilterChain> chains) {
        this.chains = chains;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (chains.stream()
                .flatMap(chain -> chain.getFilters().stream())
                .anyMatch(BearerTokenAuthenticationFilter.class::isInstance)) {
            logger.warn(
                    "Bearer tokens are accepted, and nothing binds them to tenants: a token that was issued to a user of"
                            + " one tenant is good at every other one. Define a bean of type TenantTokens, for example"
                            + " TenantTokens.withIdIn(\"tenant_id\") for tokens with such a claim.");
        }
    }
}
