package io.tenantschemas.autoconfigure.actuate;

import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.tenantschemas.registry.postgresql.ListeningState;

/**
 * Tells whether this node hears of what others do to tenants, and since when.
 *
 * <p>The node is up in any case. Without a connection that listens it serves what it remembers for no longer than the time
 * limit of its cache, and a checkout asks the database: to take it out of service would be worse, above all since the
 * connections of all nodes break together.
 */
final class TenantChangesHealthIndicator implements HealthIndicator {

    private final Supplier<Optional<ListeningState>> state;

    /** Creates an indicator of what {@code state} says; nothing if this node is not meant to listen. */
    TenantChangesHealthIndicator(Supplier<Optional<ListeningState>> state) {
        this.state = state;
    }

    @Override
    public Health health() {
        return state.get()
                .map(TenantChangesHealthIndicator::health)
                .orElseGet(() ->
                        Health.up().withDetail("listening", "not configured").build());
    }

    private static Health health(ListeningState state) {
        return Health.up()
                .withDetail("listening", state.isListening() ? "yes" : "no")
                .withDetail("since", state.since())
                .withDetail("reconnects", state.reconnects())
                .build();
    }
}
