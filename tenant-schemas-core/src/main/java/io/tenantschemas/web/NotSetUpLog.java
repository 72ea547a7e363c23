package io.tenantschemas.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.tenant.Tenant;

/**
 * Tells the log of tenants without a schema: a warning for each tenant once a minute, however many requests come, because whoever
 * sends them would fill the log. All else is for those who look for it. Safe for use by several threads.
 */
final class NotSetUpLog {

    private static final Log logger = LogFactory.getLog(TenantFilter.class);

    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    /** So many tenants are remembered; of more, some are warned of more often. */
    private static final int REMEMBERED = 1000;

    private final LongSupplier nanoTime;

    private final Map<Long, Long> warned = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    NotSetUpLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Tells that a request was answered that found no schema.
     *
     * @param missing what said that there is none
     * @param failure what came out of the application
     */
    void tell(Tenant tenant, Throwable missing, Exception failure) {
        if (isDue(tenant)) {
            logger.warn("Requests of tenant %s are answered with 'not set up': %s"
                    .formatted(tenant.describe(), missing.getMessage()));
        }
        logger.debug("A request is answered with 'not set up', which failed here.", failure);
    }

    private boolean isDue(Tenant tenant) {
        long now = nanoTime.getAsLong();
        synchronized (warned) {
            Long before = warned.get(tenant.id());
            boolean isDue = before == null || now - before >= PAUSE;
            if (isDue) {
                warned.remove(tenant.id());
                warned.put(tenant.id(), now);
            }
            return isDue;
        }
    }
}
