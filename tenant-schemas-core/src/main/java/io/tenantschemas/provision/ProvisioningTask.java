package io.tenantschemas.provision;

import io.tenantschemas.migrate.MigrationStop;

/**
 * Work on tenants that is done in the background, one piece after the other, by whichever node gets to it first.
 *
 * <p>What there is to do stands in the database, where each piece is claimed by whoever does it: several threads and several
 * nodes ask at the same time. One connection is in use at a time.
 */
@FunctionalInterface
public interface ProvisioningTask {

    /**
     * Does one piece, if there is one that nobody is at.
     *
     * <p>A piece that fails is no reason to throw: it is for the task to take note of it. Otherwise it would be done again at once.
     *
     * @param stop breaks off what is running when the process ends
     * @return whether there was something, so that it is worth asking again
     * @throws RuntimeException if it could not be found out what there is to do, for example because there is no database
     */
    boolean runNext(MigrationStop stop);
}
