package io.tenantschemas.web.security;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;

import io.tenantschemas.context.HeldResources;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/**
 * Leaves a tenant's user behind when work goes from that tenant to another one. The other has a user of that name, too, or none,
 * and the user's authorities were given for the former.
 *
 * <p>The shared tables are nobody's: a tenant's user goes along to them, and the main site's operator goes along everywhere.
 */
public final class SecurityContextOfTenant implements HeldResources {

    /** Whose user the thread has brought along to the shared tables. */
    private static final ThreadLocal<String> OWNER = new ThreadLocal<>();

    private final SecurityContextHolderStrategy contexts;

    private final SchemaName publicSchema;

    /**
     * Creates what sets security contexts aside.
     *
     * @param contexts where Spring Security keeps who has been authenticated
     * @param publicSchema the schema that holds the shared tables
     */
    public SecurityContextOfTenant(SecurityContextHolderStrategy contexts, SchemaName publicSchema) {
        Assert.notNull(contexts, "'contexts' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.contexts = contexts;
        this.publicSchema = publicSchema;
    }

    @Override
    public Runnable setAside(TenantBinding to) {
        String owner = OWNER.get();
        String current = isTenant(TenantContext.binding()) ? key(TenantContext.binding()) : owner;
        boolean staysBehind = current != null && isTenant(to) && !current.equals(key(to));
        Runnable giveBack = staysBehind ? setAside() : () -> {};
        // On the way over the shared tables it would not be known any more.
        remember(current);
        return () -> {
            remember(owner);
            giveBack.run();
        };
    }

    private static void remember(@Nullable String owner) {
        if (owner == null) {
            OWNER.remove();
        } else {
            OWNER.set(owner);
        }
    }

    private boolean isTenant(TenantBinding binding) {
        return !key(binding).equals(publicSchema.value());
    }

    private String key(TenantBinding binding) {
        return binding.key(publicSchema);
    }

    @Override
    public Runnable setAside() {
        Supplier<SecurityContext> context = contexts.getDeferredContext();
        contexts.clearContext();
        return () -> contexts.setDeferredContext(context);
    }
}
