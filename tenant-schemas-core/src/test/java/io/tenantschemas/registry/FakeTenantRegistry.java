package io.tenantschemas.registry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** A registry in memory that counts lookups and can be held up in the middle of one. */
final class FakeTenantRegistry implements TenantRegistry {

    private final List<Tenant> tenants = new CopyOnWriteArrayList<>();

    private final AtomicInteger lookups = new AtomicInteger();

    private volatile Runnable beforeAnswering = () -> {};

    void store(Tenant tenant) {
        tenants.removeIf(stored -> stored.id() == tenant.id());
        tenants.add(tenant);
    }

    void remove(Tenant tenant) {
        tenants.remove(tenant);
    }

    int lookups() {
        return lookups.get();
    }

    /** Does something, once, after the next lookup read and before it answers. */
    void onceBeforeAnswering(Runnable action) {
        beforeAnswering = () -> {
            beforeAnswering = () -> {};
            action.run();
        };
    }

    @Override
    public Optional<Tenant> findByHost(HostName host) {
        return find(tenant ->
                tenant.domains().stream().anyMatch(domain -> domain.host().equals(host)));
    }

    @Override
    public Optional<Tenant> findBySchema(SchemaName schema) {
        return find(tenant -> tenant.schema().equals(schema));
    }

    private Optional<Tenant> find(Predicate<Tenant> condition) {
        lookups.incrementAndGet();
        Optional<Tenant> found = tenants.stream().filter(condition).findFirst();
        beforeAnswering.run();
        return found;
    }

    @Override
    public void forEach(Consumer<Tenant> action) {
        tenants.forEach(action);
    }
}
