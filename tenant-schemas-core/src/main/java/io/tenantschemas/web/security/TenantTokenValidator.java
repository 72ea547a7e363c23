package io.tenantschemas.web.security;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Refuses JWTs that {@link TenantTokens} do not accept for the tenant that is bound, while they are being decoded. Spring Boot
 * gives it to the decoder that it makes. {@link TenantTokenFilter} sees the tokens of all others.
 */
public final class TenantTokenValidator implements OAuth2TokenValidator<Jwt> {

    private static final OAuth2Error ERROR = new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, TokenCheck.REFUSED, null);

    private final TokenCheck check;

    /**
     * Creates a validator.
     *
     * @param tokens which tokens are good for which tenant
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantTokenValidator(TenantTokens tokens, SchemaName publicSchema) {
        Assert.notNull(tokens, "'tokens' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.check = new TokenCheck(tokens, publicSchema);
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        return check.accepts(token.getClaims())
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(ERROR);
    }
}
