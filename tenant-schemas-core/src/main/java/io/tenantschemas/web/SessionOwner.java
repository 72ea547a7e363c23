package io.tenantschemas.web;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Whose sessions a request may have.
 *
 * @param binding what the request is bound to
 * @param publicSchema the schema that holds the shared tables
 */
record SessionOwner(TenantBinding binding, SchemaName publicSchema) {

    /** The attribute that says whose a session is. Not to be changed: sessions outlive a release. */
    static final String ATTRIBUTE = "io.tenantschemas.tenant";

    boolean owns(HttpSession session) {
        return key().equals(session.getAttribute(ATTRIBUTE));
    }

    void take(HttpSession session) {
        session.setAttribute(ATTRIBUTE, key());
    }

    /** Returns whether {@code other} has the same sessions. */
    boolean isSame(SessionOwner other) {
        return key().equals(other.key());
    }

    boolean isBound() {
        return binding.isBound();
    }

    String describe() {
        return binding.describe();
    }

    /**
     * Runs {@code use} bound to the owner, whatever is bound at the moment: a session store may keep its rows with those of
     * the tenant.
     */
    <T extends @Nullable Object> T run(Supplier<T> use) {
        return TenantContext.binding().equals(binding) ? use.get() : in(binding, use);
    }

    // Inside a transaction, too: its connection refuses to be used for anybody else, and stores have their own.
    private static <T extends @Nullable Object> T in(TenantBinding binding, Supplier<T> use) {
        try (TenantScope scope = TenantScope.openInsideTransaction(binding)) {
            return use.get();
        }
    }

    /**
     * Runs {@code end}, which ends a session of somebody else. What listens to its end would otherwise write what belongs to
     * somebody else into the tables of this tenant.
     */
    static void runForNobody(Runnable end) {
        // In a thread of its own: this one may have a transaction and a persistence context, both of this tenant.
        FutureTask<Boolean> task = new FutureTask<>(() -> endInShared(end), true);
        Thread thread = new Thread(task, "end-of-session");
        thread.setDaemon(true);
        thread.start();
        await(task);
    }

    private static void endInShared(Runnable end) {
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared())) {
            end.run();
        }
    }

    private static void await(FutureTask<Boolean> task) {
        try {
            task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while the session of somebody else was being ended", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The session of somebody else could not be ended", failed.getCause());
        }
    }

    /**
     * Refuses the content of a session while another tenant is bound. The shared tables are nobody's, and the main site's own
     * work may go through its tenants.
     */
    void refuseOtherTenant() {
        String bound = TenantContext.binding().key(publicSchema);
        if (!isMainSite(bound) && !isMainSite(key()) && !bound.equals(key())) {
            throw TenantSwitchException.held("The HTTP session", binding, TenantContext.binding());
        }
    }

    private boolean isMainSite(String key) {
        return key.equals(publicSchema.value());
    }

    // The id and not the name, which the next tenant may be given.
    private String key() {
        return binding.key(publicSchema);
    }
}
