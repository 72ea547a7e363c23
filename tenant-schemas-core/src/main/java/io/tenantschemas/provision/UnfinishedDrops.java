package io.tenantschemas.provision;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.tenant.Tenant;

/**
 * Goes on with tenants whose {@linkplain TenantProvisioner#drop(io.tenantschemas.tenant.SchemaName) dropping} in batches was begun,
 * where whoever was at it has ended: where within a minute nothing more was dropped. Whoever still is at it would lose batches to
 * this, and is left alone.
 *
 * <p>Looks at them once a minute, and drops one batch at a time, so that tenants who wait for their schemas wait no longer than for
 * that.
 */
public final class UnfinishedDrops implements ProvisioningTask {

    private static final Log logger = LogFactory.getLog(UnfinishedDrops.class);

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Drops drops;

    private final LongSupplier nanoTime;

    /** Whether one of several workers is at it; what follows is that one's. */
    private final AtomicBoolean isBusy = new AtomicBoolean();

    private final Queue<Tenant> abandoned = new ArrayDeque<>();

    private Map<Tenant, Long> left = Map.of();

    private long next;

    /**
     * Creates a task.
     *
     * @param provisioner what drops tenants
     */
    public UnfinishedDrops(TenantProvisioner provisioner) {
        this(asDrops(provisioner), System::nanoTime);
    }

    UnfinishedDrops(Drops drops, LongSupplier nanoTime) {
        this.drops = drops;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    static Drops asDrops(TenantProvisioner provisioner) {
        Assert.notNull(provisioner, "'provisioner' must not be null");
        return new DropsOf(provisioner.removal());
    }

    @Override
    public boolean runNext(MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        if (!isBusy.compareAndSet(false, true)) {
            return false;
        }
        try {
            look();
            return goOn(stop);
        } finally {
            isBusy.set(false);
        }
    }

    private void look() {
        long now = nanoTime.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + PAUSE.toNanos();
        Map<Tenant, Long> before = left;
        left = Map.of();
        abandoned.clear();
        left = new HashMap<>(drops.left());
        left.forEach((tenant, rest) -> {
            if (rest.equals(before.get(tenant))) {
                abandoned.add(tenant);
            }
        });
    }

    /** Drops a batch, and returns whether there may be more. */
    private boolean goOn(MigrationStop stop) {
        Tenant tenant = abandoned.poll();
        Long before = tenant == null ? null : left.get(tenant);
        if (tenant == null || before == null) {
            return false;
        }
        try {
            OptionalLong now = drops.goOn(tenant, before, stop::isRequested);
            if (now.isPresent()) {
                left.put(tenant, now.getAsLong());
                abandoned.add(tenant);
            }
        } catch (UnfinishedDropException failure) {
            logger.warn("Tenant %s is still not dropped to the end".formatted(tenant.describe()), failure);
        }
        return !abandoned.isEmpty();
    }

    /** What was begun and is not over. */
    interface Drops {

        /** Returns the tenants, and how much is left of each. */
        Map<Tenant, Long> left();

        /**
         * Drops a batch of one, unless somebody else has.
         *
         * @param left how much is left of it
         * @return how much is now, or empty if there is no more to do here
         * @throws UnfinishedDropException if it failed
         */
        OptionalLong goOn(Tenant tenant, long left, BooleanSupplier isStopped);
    }

    private record DropsOf(TenantRemoval removal) implements Drops {

        @Override
        public Map<Tenant, Long> left() {
            return removal.left();
        }

        @Override
        public OptionalLong goOn(Tenant tenant, long left, BooleanSupplier isStopped) {
            return removal.goOnAlone(tenant, left, isStopped);
        }
    }
}
