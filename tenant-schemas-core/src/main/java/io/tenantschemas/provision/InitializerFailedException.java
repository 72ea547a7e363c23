package io.tenantschemas.provision;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when an initializer failed, other than by an unchecked exception, which is thrown on as it is: by a checked one,
 * which is the cause, or without a word. The tenant was not saved. What is thrown on as it is has one of these among its
 * {@linkplain Throwable#getSuppressed() suppressed} exceptions, which names the initializer.
 */
public final class InitializerFailedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private InitializerFailedException(
            Tenant tenant, TenantInitializer initializer, String what, @Nullable Throwable cause) {
        super(
                "Tenant '%s' was not saved, because its initializer %s %s"
                        .formatted(tenant.schema(), initializer.getClass().getName(), what),
                cause);
        this.schema = tenant.schema();
    }

    static InitializerFailedException threw(Tenant tenant, TenantInitializer initializer, Exception cause) {
        return new InitializerFailedException(tenant, initializer, "failed: " + cause, cause);
    }

    static InitializerFailedException rolledBack(
            Tenant tenant, TenantInitializer initializer, @Nullable Throwable cause) {
        return new InitializerFailedException(
                tenant,
                initializer,
                "survived a rollback, which undoes the tenant as a whole, because initializers share its transaction. Let it"
                        + " throw the cause, or set a savepoint before what may fail.",
                cause);
    }

    static InitializerFailedException afterError(Tenant tenant, TenantInitializer initializer, Throwable cause) {
        return new InitializerFailedException(
                tenant,
                initializer,
                "went on after the database had refused a statement, which undoes the tenant as a whole, because initializers"
                        + " share its transaction. Let it throw the cause, or set a savepoint before what may fail.",
                cause);
    }

    /** Takes note, in what an initializer threw and what is thrown on as it is, of where it comes from. */
    static void note(Tenant tenant, TenantInitializer initializer, RuntimeException thrown) {
        // Some exceptions are thrown more than once.
        if (!(thrown instanceof InitializerFailedException) && !isNotedIn(thrown)) {
            thrown.addSuppressed(new InitializerFailedException(tenant, initializer, "threw this.", null));
        }
    }

    /** Returns whether that was thrown by an initializer, and not by what is done with the tenant's row and schema. */
    static boolean isNotedIn(Throwable thrown) {
        return Arrays.stream(thrown.getSuppressed()).anyMatch(InitializerFailedException.class::isInstance);
    }

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
