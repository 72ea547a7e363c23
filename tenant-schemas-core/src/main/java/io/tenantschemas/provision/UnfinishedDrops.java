package io.tenantschemas.provision;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationStop;

/**
 * Goes on with tenants whose {@linkplain TenantProvisioner#drop(io.tenantschemas.tenant.SchemaName) dropping} in batches was begun,
 * where whoever was at it has ended. Looks for them when the node starts, and once a minute at most: what is busy stays so for a
 * while.
 */
public final class UnfinishedDrops implements ProvisioningTask {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Consumer<MigrationStop> finishing;

    private final LongSupplier nanoTime;

    private final AtomicLong next;

    /**
     * Creates a task.
     *
     * @param provisioner what drops tenants
     */
    public UnfinishedDrops(TenantProvisioner provisioner) {
        this(asFinishing(provisioner), System::nanoTime);
    }

    UnfinishedDrops(Consumer<MigrationStop> finishing, LongSupplier nanoTime) {
        this.finishing = finishing;
        this.nanoTime = nanoTime;
        this.next = new AtomicLong(nanoTime.getAsLong());
    }

    private static Consumer<MigrationStop> asFinishing(TenantProvisioner provisioner) {
        Assert.notNull(provisioner, "'provisioner' must not be null");
        return stop -> provisioner.finishDropping(stop::isRequested);
    }

    /** Returns false: when it is over, nothing is left that would go faster if it was asked at once. */
    @Override
    public boolean runNext(MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        long due = next.get();
        long now = nanoTime.getAsLong();
        // One of several workers does it.
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE.toNanos())) {
            finishing.accept(stop);
        }
        return false;
    }
}
