package io.tenantschemas.context;

import java.util.Optional;
import java.util.function.Consumer;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Where {@link TenantTemplate} finds tenants; the registry is one. */
public interface TenantDirectory {

    /** Returns the tenant with that schema, or empty when there is none. */
    Optional<Tenant> findBySchema(SchemaName schema);

    /**
     * Passes every tenant to {@code action}, one at a time and without holding them all in memory. No connection is held
     * while {@code action} runs.
     */
    void forEach(Consumer<Tenant> action);
}
