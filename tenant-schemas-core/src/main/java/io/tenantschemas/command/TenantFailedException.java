package io.tenantschemas.command;

import java.util.function.Supplier;

import picocli.CommandLine.ParameterException;

import io.tenantschemas.tenant.SchemaName;

/** Carries what failed for a tenant, so that it is not taken for something that kept the command from being tried. */
final class TenantFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final Throwable reason;

    TenantFailedException(SchemaName schema, Throwable reason) {
        super(reason);
        this.schema = schema;
        this.reason = reason;
    }

    /** Works for a tenant. */
    static <T> T explain(SchemaName schema, Supplier<T> work) {
        try {
            return work.get();
        } catch (ParameterException | TenantFailedException explained) {
            throw explained;
        } catch (RuntimeException failure) {
            throw new TenantFailedException(schema, failure);
        }
    }

    SchemaName schema() {
        return schema;
    }

    Throwable reason() {
        return reason;
    }
}
