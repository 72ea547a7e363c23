package io.tenantschemas.web.security;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.security.core.session.AbstractSessionEvent;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/**
 * Knows who is logged in, for each tenant by itself, in memory: two users of one name at two tenants are two users, whose
 * sessions do not count together, and nobody is told of those of another tenant.
 */
public final class TenantSessionRegistry implements SessionRegistry, ApplicationListener<AbstractSessionEvent> {

    private final SchemaName publicSchema;

    private final Map<String, SessionRegistryImpl> registries = new ConcurrentHashMap<>();

    /**
     * Creates a registry.
     *
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantSessionRegistry(SchemaName publicSchema) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.publicSchema = publicSchema;
    }

    private SessionRegistry registry() {
        return registries.computeIfAbsent(TenantContext.binding().key(publicSchema), key -> new SessionRegistryImpl());
    }

    // The thread that ends sessions is bound to nothing; the others do not know the session.
    @Override
    public void onApplicationEvent(AbstractSessionEvent event) {
        registries.values().forEach(registry -> registry.onApplicationEvent(event));
    }

    @Override
    public List<Object> getAllPrincipals() {
        return registry().getAllPrincipals();
    }

    @Override
    public List<SessionInformation> getAllSessions(Object principal, boolean includeExpiredSessions) {
        return registry().getAllSessions(principal, includeExpiredSessions);
    }

    @Override
    public @Nullable SessionInformation getSessionInformation(String sessionId) {
        return registry().getSessionInformation(sessionId);
    }

    @Override
    public void refreshLastRequest(String sessionId) {
        registry().refreshLastRequest(sessionId);
    }

    @Override
    public void registerNewSession(String sessionId, Object principal) {
        registry().registerNewSession(sessionId, principal);
    }

    @Override
    public void removeSessionInformation(String sessionId) {
        registry().removeSessionInformation(sessionId);
    }
}
