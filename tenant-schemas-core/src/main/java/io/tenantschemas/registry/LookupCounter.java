package io.tenantschemas.registry;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import io.tenantschemas.tenant.Tenant;

/** Counts what becomes of lookups. */
final class LookupCounter {

    private final LongAdder remembered = new LongAdder();

    private final LongAdder found = new LongAdder();

    private final LongAdder notFound = new LongAdder();

    private final LongAdder failed = new LongAdder();

    private final LongAdder refused = new LongAdder();

    void countRemembered() {
        remembered.increment();
    }

    void countRefused() {
        refused.increment();
    }

    Optional<Tenant> count(Supplier<Optional<Tenant>> lookup) {
        try {
            Optional<Tenant> tenant = lookup.get();
            (tenant.isPresent() ? found : notFound).increment();
            return tenant;
        } catch (RuntimeException | Error failure) {
            failed.increment();
            throw failure;
        }
    }

    LookupCounts counts() {
        return new LookupCounts(remembered.sum(), found.sum(), notFound.sum(), failed.sum(), refused.sum());
    }
}
