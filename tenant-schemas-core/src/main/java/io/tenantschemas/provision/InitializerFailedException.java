package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when an initializer failed, other than by an unchecked exception, which is thrown on as it is: by a checked one,
 * which is the cause, or without a word. The tenant was not saved.
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

    /** Returns the schema of the tenant. */
    public SchemaName schema() {
        return schema;
    }
}
