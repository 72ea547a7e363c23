package io.tenantschemas.web.security;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.util.Assert;
import org.springframework.web.filter.GenericFilterBean;

import io.tenantschemas.tenant.SchemaName;

/**
 * Refuses with 401 what was authenticated by a token that {@link TenantTokens} do not accept for the tenant that is bound,
 * whatever has decoded, introspected or remembered it.
 *
 * <p>The claims are those of the JWT or OpenID Connect user that an authentication has as its credentials or its principal, or
 * the attributes of an {@link OAuth2AuthenticatedPrincipal}. An authentication that has none of them passes.
 *
 * <p>To be registered right after Spring Security's own filter.
 */
public final class TenantTokenFilter extends GenericFilterBean {

    private final TokenCheck check;

    private final SecurityContextHolderStrategy contexts;

    /**
     * Creates a filter.
     *
     * @param tokens which tokens are good for which tenant
     * @param publicSchema the schema that holds the shared tables
     * @param contexts where Spring Security keeps who has been authenticated
     */
    public TenantTokenFilter(TenantTokens tokens, SchemaName publicSchema, SecurityContextHolderStrategy contexts) {
        Assert.notNull(tokens, "'tokens' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(contexts, "'contexts' must not be null");
        this.check = new TokenCheck(tokens, publicSchema);
        this.contexts = contexts;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Authentication authentication = contexts.getContext().getAuthentication();
        if (authentication == null || claims(authentication).map(check::accepts).orElse(true)) {
            chain.doFilter(request, response);
        } else {
            contexts.clearContext();
            refuse((HttpServletResponse) response);
        }
    }

    private static Optional<Map<String, Object>> claims(Authentication authentication) {
        // The token itself first: a principal may be whatever the application has made of it.
        return Stream.of(
                        Optional.ofNullable(authentication.getCredentials()),
                        Optional.ofNullable(authentication.getPrincipal()))
                .flatMap(Optional::stream)
                .map(TenantTokenFilter::claims)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Map<String, Object>> claims(@Nullable Object source) {
        if (source instanceof ClaimAccessor token) {
            return Optional.of(token.getClaims());
        }
        return source instanceof OAuth2AuthenticatedPrincipal principal
                ? Optional.of(principal.getAttributes())
                : Optional.empty();
    }

    // As Spring Security's own entry point for bearer tokens.
    private static void refuse(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                "Bearer error=\"invalid_token\", error_description=\"%s\"".formatted(TokenCheck.REFUSED));
    }
}
