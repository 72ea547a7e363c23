package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a tenant cannot be made or changed, because transactions that use it, or what it needs, do not end, or wait for it
 * themselves. Nothing was changed.
 */
public final class TenantBusyException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final String CREATED = "created";

    private final transient SchemaName schema;

    private TenantBusyException(SchemaName schema, String message, Throwable cause) {
        super(message, cause);
        this.schema = schema;
    }

    /**
     * Returns the exception for what was not to be had.
     *
     * @param state the database's code for that
     * @param refused what the database says, and of what
     */
    static TenantBusyException of(
            SchemaName schema, String what, @Nullable String state, String refused, Throwable cause) {
        String reason = SqlStates.isDeadlock(state) ? deadlock(what, refused) : timeout(what, refused);
        return new TenantBusyException(
                schema, "Tenant '%s' was not %s, because %s".formatted(schema, what, reason), cause);
    }

    private static String deadlock(String what, String refused) {
        String others = CREATED.equals(what)
                ? " That is what tenants do that are made at the same time, if a migration of tenants refers to their own table."
                : "";
        return "its transaction and another one waited for each other: %s.%s Try again.".formatted(refused, others);
    }

    private static String timeout(String what, String refused) {
        return ("transactions that use %s did not end within %d ms: %s. Try again, or find them: SELECT * FROM pg_locks JOIN"
                        + " pg_stat_activity USING (pid);")
                .formatted(
                        CREATED.equals(what) ? "what it needs" : "its row or its tables",
                        LockTimeout.PATIENCE.toMillis(),
                        refused);
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
