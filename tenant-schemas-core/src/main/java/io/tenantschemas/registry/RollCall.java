package io.tenantschemas.registry;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import com.github.benmanes.caffeine.cache.Ticker;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.tenant.Tenant;

/**
 * Reads who is there when hosts would have to be turned away, so that those of tenants are not. At most once a minute, and in
 * one thread at a time; others do not wait for it.
 */
final class RollCall {

    private static final Log logger = LogFactory.getLog(RollCall.class);

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final TenantRegistry tenants;

    private final Consumer<Tenant> noted;

    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();

    private long next;

    RollCall(TenantRegistry tenants, Consumer<Tenant> noted, Ticker ticker) {
        this.tenants = tenants;
        this.noted = noted;
        this.ticker = ticker;
        this.next = ticker.read();
    }

    /** Reads who is there, unless that was done a short time ago or is being done. */
    void hold() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            if (ticker.read() - next >= 0) {
                read();
                next = ticker.read() + PAUSE;
            }
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        try {
            tenants.forEach(noted);
        } catch (RuntimeException failure) {
            logger.warn(
                    "It could not be read which tenants there are. Hosts of tenants that nobody asked for before are"
                            + " refused like all others until too few lead nowhere again, or until it can be read: "
                            + failure.getMessage());
        }
    }
}
