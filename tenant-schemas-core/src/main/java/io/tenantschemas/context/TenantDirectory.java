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
     * Returns a tenant that was found before as it is by now, perhaps by another name, or empty when it is gone: for those who have
     * done other things since. Unless this is overridden, a tenant that has another name by now counts as gone.
     */
    default Optional<Tenant> findAgain(Tenant tenant) {
        return findBySchema(tenant.schema()).filter(now -> now.id() == tenant.id());
    }

    /**
     * Passes every tenant to {@code action}, one at a time and without holding them all in memory. No connection is held
     * while {@code action} runs.
     */
    void forEach(Consumer<Tenant> action);
}
