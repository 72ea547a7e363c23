package io.tenantschemas.web.security;

import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserCache;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/** Keeps cached users to their tenant: a cache that knows them by name would log a user in with a namesake's password. */
public final class TenantUserCache implements UserCache {

    private final UserCache cache;

    private final SchemaName publicSchema;

    /**
     * Creates a cache.
     *
     * @param cache where users are kept
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantUserCache(UserCache cache, SchemaName publicSchema) {
        Assert.notNull(cache, "'cache' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.cache = cache;
        this.publicSchema = publicSchema;
    }

    @Override
    public @Nullable UserDetails getUserFromCache(String username) {
        return cache.getUserFromCache(key(username)) instanceof Kept kept ? kept.user() : null;
    }

    @Override
    public void putUserInCache(UserDetails user) {
        cache.putUserInCache(new Kept(key(user.getUsername()), user));
    }

    @Override
    public void removeUserFromCache(String username) {
        cache.removeUserFromCache(key(username));
    }

    private String key(String username) {
        return TenantContext.binding().key(publicSchema) + ":" + username;
    }

    /** A user under the name by which the cache shall know it. */
    private record Kept(String getUsername, UserDetails user) implements UserDetails {

        private static final long serialVersionUID = 1L;

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return user.getAuthorities();
        }

        @Override
        public @Nullable String getPassword() {
            return user.getPassword();
        }
    }
}
