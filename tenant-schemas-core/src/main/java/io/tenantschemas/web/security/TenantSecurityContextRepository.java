package io.tenantschemas.web.security;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/**
 * Keeps security contexts to the tenant for which they were saved, in a repository that stores them elsewhere than in the HTTP
 * session, for example under a cookie of its own.
 *
 * <p>What is saved is a {@link SecurityContext} of a class of ours, and only what comes back as one is used: a repository
 * that does not keep the object, such as one that stores a name, has to store the tenant's id with it instead.
 */
public final class TenantSecurityContextRepository implements SecurityContextRepository {

    private final SecurityContextRepository repository;

    private final SecurityContextHolderStrategy contexts;

    private final SchemaName publicSchema;

    /**
     * Creates a repository.
     *
     * @param repository where security contexts are stored
     * @param contexts where Spring Security keeps who has been authenticated
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantSecurityContextRepository(
            SecurityContextRepository repository, SecurityContextHolderStrategy contexts, SchemaName publicSchema) {
        Assert.notNull(repository, "'repository' must not be null");
        Assert.notNull(contexts, "'contexts' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.repository = repository;
        this.contexts = contexts;
        this.publicSchema = publicSchema;
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(repository.loadDeferredContext(request));
    }

    @Override
    @SuppressWarnings("deprecation")
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return own(repository.loadContext(holder));
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return repository.containsContext(request)
                && !loadDeferredContext(request).isGenerated();
    }

    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        repository.saveContext(new StampedSecurityContext(context.getAuthentication(), key()), request, response);
    }

    private SecurityContext own(SecurityContext stored) {
        SecurityContext context = contexts.createEmptyContext();
        if (isOwn(stored)) {
            context.setAuthentication(stored.getAuthentication());
        }
        return context;
    }

    private boolean isOwn(SecurityContext stored) {
        return stored instanceof StampedSecurityContext stamped && stamped.isOf(key());
    }

    private String key() {
        return TenantContext.binding().key(publicSchema);
    }

    /** Asks when it is read, as the one that it stands before. */
    private final class Deferred implements DeferredSecurityContext {

        private final Supplier<SecurityContext> stored;

        Deferred(Supplier<SecurityContext> stored) {
            this.stored = stored;
        }

        @Override
        public SecurityContext get() {
            return own(stored.get());
        }

        @Override
        public boolean isGenerated() {
            return !isOwn(stored.get());
        }
    }
}
