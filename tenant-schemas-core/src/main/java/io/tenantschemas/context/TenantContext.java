package io.tenantschemas.context;

import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/**
 * Reads which tenant the calling thread works for.
 *
 * <p>Reading is all that can be done here. A request is bound by the servlet filter; other work is bound by
 * {@link TenantTemplate}. A binding belongs to its thread alone: threads that are started inherit nothing.
 */
public final class TenantContext {

    private static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    // Not inheritable: a pool's thread would keep the tenant of whoever happened to start it.
    private static final ThreadLocal<TenantBinding> BINDING = new ThreadLocal<>();

    private static volatile SchemaName publicSchema = new SchemaName("public");

    private TenantContext() {}

    /** Returns the tenant that is bound, or empty when nothing is bound or only the shared tables are. */
    public static Optional<Tenant> current() {
        return binding().tenant();
    }

    /** Returns the schema of the tenant that is bound, or the public one when there is none. */
    public static SchemaName currentSchema() {
        return binding().schema(publicSchema);
    }

    /** Returns whether the thread is bound: to a tenant, or to the shared tables on purpose. */
    public static boolean isBound() {
        return binding().isBound();
    }

    /** Returns what the thread is bound to. */
    public static TenantBinding binding() {
        TenantBinding binding = BINDING.get();
        return binding == null ? UNBOUND : binding;
    }

    /**
     * Says which schema holds the shared tables, for {@link #currentSchema()}. Called once at start-up by the configuration;
     * applications in one class loader share the answer, as they share this class.
     */
    public static void definePublicSchema(SchemaName schema) {
        Assert.notNull(schema, "'schema' must not be null");
        publicSchema = schema;
    }

    static SchemaName publicSchema() {
        return publicSchema;
    }

    static void replace(TenantBinding binding) {
        if (binding.isBound()) {
            BINDING.set(binding);
        } else {
            BINDING.remove();
        }
    }
}
