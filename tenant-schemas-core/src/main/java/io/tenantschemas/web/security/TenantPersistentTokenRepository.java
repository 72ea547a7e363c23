package io.tenantschemas.web.security;

import java.util.Date;

import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.rememberme.PersistentRememberMeToken;
import org.springframework.security.web.authentication.rememberme.PersistentTokenRepository;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/**
 * Keeps remember-me tokens to the tenant for which they were made, in a store that all tenants share as in one that each has
 * for itself: the series under which a token is stored begins with the tenant's id.
 *
 * <p>Removing a user's tokens removes those of the same name at other tenants, too, where they share a store.
 */
public final class TenantPersistentTokenRepository implements PersistentTokenRepository {

    private final PersistentTokenRepository repository;

    private final SchemaName publicSchema;

    /**
     * Creates a repository.
     *
     * @param repository where tokens are stored
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantPersistentTokenRepository(PersistentTokenRepository repository, SchemaName publicSchema) {
        Assert.notNull(repository, "'repository' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.repository = repository;
        this.publicSchema = publicSchema;
    }

    @Override
    public void createNewToken(PersistentRememberMeToken token) {
        repository.createNewToken(withSeries(token, stored(token.getSeries())));
    }

    @Override
    public void updateToken(String series, String tokenValue, Date lastUsed) {
        repository.updateToken(stored(series), tokenValue, lastUsed);
    }

    @Override
    public @Nullable PersistentRememberMeToken getTokenForSeries(String series) {
        PersistentRememberMeToken token = repository.getTokenForSeries(stored(series));
        return token == null ? null : withSeries(token, series);
    }

    @Override
    public void removeUserTokens(String username) {
        repository.removeUserTokens(username);
    }

    // Base64 has no colon, so that no series of one tenant reads like that of another.
    private String stored(String series) {
        return TenantContext.binding().key(publicSchema) + ":" + series;
    }

    private static PersistentRememberMeToken withSeries(PersistentRememberMeToken token, String series) {
        return new PersistentRememberMeToken(token.getUsername(), series, token.getTokenValue(), token.getDate());
    }
}
