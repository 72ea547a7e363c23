package io.tenantschemas.autoconfigure.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tenantschemas.web.security.TenantTokens;

@Configuration(proxyBeanMethods = false)
public class RealmTokens {

    // tag::realms[]
    @Bean
    TenantTokens tenantTokens() {
        return TenantTokens.withIssuer("https://id.example.com/realms/{schema}")
                .orOnMainSite(claims -> "https://id.example.com/realms/operators".equals(claims.get("iss")));
    }
    // end::realms[]
}
