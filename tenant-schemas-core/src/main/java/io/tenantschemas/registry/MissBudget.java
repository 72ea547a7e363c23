package io.tenantschemas.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.tenant.Tenant;

/**
 * How many lookups may lead to nothing: so many each second, and as many at once after a second without any.
 *
 * <p>A lookup is paid for when it is over, if it led to nothing or failed: those that find tenants cost nothing, however many
 * they are. Until then nobody knows, so no more are under way at once than could be paid for, and others wait for their turn,
 * as when a node has just started. But once nothing was left, and until all is there again, nobody waits: a flood would
 * occupy all threads of a server.
 */
final class MissBudget {

    private static final Log logger = LogFactory.getLog(MissBudget.class);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int perSecond;

    private final Ticker ticker;

    private final long patience;

    private final ReentrantLock lock = new ReentrantLock();

    private final Condition turn = lock.newCondition();

    // In misses times nanoseconds, so that nothing is lost by rounding.
    private long left;

    private long asOf;

    private int underWay;

    private boolean flooded;

    MissBudget(int perSecond, Ticker ticker) {
        this(perSecond, ticker, PATIENCE);
    }

    /** As above; a lookup waits for its turn no longer than {@code patience}. */
    MissBudget(int perSecond, Ticker ticker, Duration patience) {
        this.perSecond = perSecond;
        this.ticker = ticker;
        this.patience = patience.toNanos();
        this.left = perSecond * SECOND;
        this.asOf = ticker.read();
    }

    /**
     * Looks something up if it can be paid for.
     *
     * @param name what is looked up
     * @throws TenantLookupRefusedException if it cannot
     */
    Optional<Tenant> spendOn(Object name, Supplier<Optional<Tenant>> lookup) {
        if (!begin()) {
            throw new TenantLookupRefusedException(name.toString());
        }
        boolean found = false;
        try {
            Optional<Tenant> tenant = lookup.get();
            found = tenant.isPresent();
            return tenant;
        } finally {
            end(found);
        }
    }

    /** Returns whether a lookup would be refused at present. */
    boolean isSpent() {
        lock.lock();
        try {
            earn();
            return isRefusing();
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        boolean complain;
        lock.lock();
        try {
            if (isMyTurn()) {
                underWay++;
                return true;
            }
            complain = !flooded;
            flooded = true;
        } finally {
            // One after the other: who gets through, or is turned away, lets the next one see.
            turn.signal();
            lock.unlock();
        }
        if (complain) {
            complain();
        }
        return false;
    }

    private void end(boolean found) {
        lock.lock();
        try {
            underWay--;
            if (!found) {
                left -= SECOND;
            }
            turn.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean isMyTurn() {
        try {
            return waitForTurn();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean waitForTurn() throws InterruptedException {
        earn();
        long remaining = patience;
        while (isSpokenFor()) {
            if (isRefusing() || remaining <= 0) {
                return false;
            }
            remaining = turn.awaitNanos(remaining);
            earn();
        }
        return true;
    }

    private boolean isSpokenFor() {
        return left < (underWay + 1L) * SECOND;
    }

    private boolean isRefusing() {
        return isSpokenFor() && (flooded || left < SECOND);
    }

    private void earn() {
        long now = ticker.read();
        long full = perSecond * SECOND;
        // More than a second brings no more, and would be too much for a long.
        left = Math.min(full, left + Math.min(now - asOf, SECOND) * perSecond);
        asOf = now;
        flooded &= left < full;
    }

    private void complain() {
        logger.warn(
                ("More than %d lookups within a second led to no tenant. As long as there are so many, hosts of which"
                                + " nothing is known are not looked up, but answered with 503. If they come from somebody who tries out"
                                + " hosts, keep him out; if you need more, raise tenant-schemas.resolution.cache.misses-per-second.")
                        .formatted(perSecond));
    }
}
