package io.tenantschemas.registry;

import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when it is not known whether there is a tenant, and not looked up either, because too many lookups led nowhere of
 * late. It says neither that there is a tenant nor that there is none.
 */
public final class TenantLookupRefusedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * Creates the exception.
     *
     * @param name the host, or the name of the schema, that was not looked up
     */
    public TenantLookupRefusedException(String name) {
        super("Whether '" + name
                + "' leads to a tenant was not looked up, because too many lookups led to none of late. Try again in a second."
                + " How many there may be is set by tenant-schemas.resolution.cache.misses-per-second.");
        this.name = name;
    }

    /** Returns the host, or the name of the schema, that was not looked up. */
    public String name() {
        return name;
    }

    /** Does nothing: thousands of these are thrown each second of a flood, which is no time to walk through stacks. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
