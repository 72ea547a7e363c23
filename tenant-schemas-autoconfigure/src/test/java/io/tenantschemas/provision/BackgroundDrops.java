package io.tenantschemas.provision;

import java.util.function.LongSupplier;

/** What goes on with drops in the background, by a clock of the test's. */
public final class BackgroundDrops {

    private BackgroundDrops() {}

    public static UnfinishedDrops of(TenantProvisioner provisioner, LongSupplier nanoTime) {
        return new UnfinishedDrops(UnfinishedDrops.asDrops(provisioner), nanoTime);
    }
}
