package io.tenantschemas.registry;

import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

/**
 * Tells this node of changes of tenants: its own, directly after their commit, and those of other nodes as soon as they are
 * heard of.
 */
public final class TenantChangePublisher {

    private static final Log logger = LogFactory.getLog(TenantChangePublisher.class);

    private final Supplier<Stream<TenantChangeListener>> listeners;

    /**
     * Creates a publisher.
     *
     * @param listeners who is told, in order; asked for at each use
     */
    public TenantChangePublisher(Supplier<Stream<TenantChangeListener>> listeners) {
        Assert.notNull(listeners, "'listeners' must not be null");
        this.listeners = listeners;
    }

    /** Tells everybody. Throws nothing of what listeners throw: the change is committed, and the next one has to know, too. */
    public void publish(TenantChange change) {
        Assert.notNull(change, "'change' must not be null");
        listeners.get().forEach(listener -> tell(listener, change));
    }

    private static void tell(TenantChangeListener listener, TenantChange change) {
        try {
            listener.onTenantChange(change);
        } catch (RuntimeException failure) {
            logger.error(
                    "%s failed on the change '%s' of a tenant and may go on with what was before"
                            .formatted(listener.getClass().getName(), change.text()),
                    failure);
        }
    }
}
