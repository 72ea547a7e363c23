package io.tenantschemas.web.security;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.Tenant;

/**
 * Says which tokens are good for which tenant. To be defined as a bean, from the factories here or of the application's own.
 *
 * <p>Asked about every JWT, opaque token and OpenID Connect user that Spring Security has authenticated, with the claims that
 * it has verified. A token that does not fit is answered with 401. Implementations must be safe for use by several threads.
 */
@FunctionalInterface
public interface TenantTokens {

    /**
     * Returns whether a token with these claims is good for {@code tenant}, which is the one that the request is bound to. A
     * token that lacks what has to be compared is not.
     */
    boolean accepts(Tenant tenant, Map<String, Object> claims);

    /**
     * Returns whether a token with these claims is good where no tenant is bound: on the main site, also when that has a row of
     * its own, and on ignored paths. None is, unless said otherwise: it may be a tenant's.
     */
    default boolean acceptsOnMainSite(Map<String, Object> claims) {
        return false;
    }

    /** Returns the same for tenants, with {@code accepted} to say which tokens are good on the main site. */
    default TenantTokens orOnMainSite(Predicate<Map<String, Object>> accepted) {
        Assert.notNull(accepted, "'accepted' must not be null");
        TenantTokens tenants = this;
        return new TenantTokens() {

            @Override
            public boolean accepts(Tenant tenant, Map<String, Object> claims) {
                return tenants.accepts(tenant, claims);
            }

            @Override
            public boolean acceptsOnMainSite(Map<String, Object> claims) {
                return accepted.test(claims);
            }
        };
    }

    /**
     * Accepts tokens whose claim of that name is the tenant's schema, or a list in which it is. Tokens outlive the use of a
     * name: a new tenant with the name of a former one accepts the tokens of that until they expire. Where names are used
     * again, {@link #withIdIn} is the better choice.
     */
    static TenantTokens withSchemaIn(String claim) {
        return withClaim(claim, tenant -> tenant.schema().value());
    }

    /** Accepts tokens whose claim of that name is the tenant's id, as a number or as text, or a list in which it is. */
    static TenantTokens withIdIn(String claim) {
        return withClaim(claim, tenant -> String.valueOf(tenant.id()));
    }

    /**
     * Accepts tokens of the tenant's own issuer.
     *
     * @param template the issuer with {@code {schema}} or {@code {id}} for the tenant's, for example {@code
     *     https://id.example.com/realms/{schema}}
     * @throws IllegalArgumentException if it has neither, so that all tenants would have the same issuer
     */
    static TenantTokens withIssuer(String template) {
        Assert.notNull(template, "'template' must not be null");
        Assert.isTrue(
                template.contains("{schema}") || template.contains("{id}"),
                () ->
                        "The issuer '%s' is the same for all tenants. Put {schema} or {id} where they differ, or compare a claim."
                                .formatted(template));
        return withClaim(
                "iss",
                tenant -> template.replace("{schema}", tenant.schema().value())
                        .replace("{id}", String.valueOf(tenant.id())));
    }

    private static TenantTokens withClaim(String claim, Function<Tenant, String> expected) {
        Assert.hasText(claim, "'claim' must not be empty");
        return (tenant, claims) -> isOrContains(claims.get(claim), expected.apply(tenant));
    }

    private static boolean isOrContains(@Nullable Object value, String expected) {
        return value instanceof Collection<?> several
                ? several.stream().anyMatch(each -> isText(each, expected))
                : isText(value, expected);
    }

    private static boolean isText(@Nullable Object value, String expected) {
        return value != null && expected.equals(value.toString());
    }
}
