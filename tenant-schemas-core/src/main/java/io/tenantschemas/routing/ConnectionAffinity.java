package io.tenantschemas.routing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

import org.springframework.util.Assert;

/**
 * How connections are chosen for tenants: a connection that has served a tenant has at hand what the next request for it needs,
 * the server's plans and what it knows of the tables, and one that serves few tenants keeps it.
 *
 * @param patience for how long a checkout waits for a connection that has served its tenant where all of these are in use; if
 *     zero, the pool chooses
 * @param keep for how long a connection that was given back waits for one of its tenants before the pool has it again
 * @param pools returns what the connections of a pool are chosen with, or empty if they cannot be chosen
 */
public record ConnectionAffinity(
        Duration patience, Duration keep, Function<DataSource, Optional<IdleConnections>> pools) {

    private static final Duration USUALLY_KEPT = Duration.ofSeconds(30);

    /** Checks that nothing is missing. */
    public ConnectionAffinity {
        Assert.notNull(patience, "'patience' must not be null");
        Assert.isTrue(!patience.isNegative(), "'patience' must not be negative");
        Assert.notNull(keep, "'keep' must not be null");
        Assert.notNull(pools, "'pools' must not be null");
    }

    /** As one that keeps connections for the usual time, which is short beside what pools do to those that are idle. */
    public ConnectionAffinity(Duration patience, Function<DataSource, Optional<IdleConnections>> pools) {
        this(patience, USUALLY_KEPT, pools);
    }

    /** Returns that the pool chooses. */
    public static ConnectionAffinity none() {
        return new ConnectionAffinity(Duration.ZERO, pool -> Optional.empty());
    }

    /**
     * Returns what chooses the connections of that pool, or empty if the pool does.
     *
     * @param maxTenants how many tenants a connection serves before it is replaced; 0 for any number
     */
    Optional<WarmConnections> of(DataSource pool, int maxTenants) {
        return patience.isZero()
                ? Optional.empty()
                : pools.apply(pool).map(idle -> new WarmConnections(idle, this, maxTenants));
    }
}
