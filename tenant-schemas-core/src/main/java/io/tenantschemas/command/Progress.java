package io.tenantschemas.command;

import io.tenantschemas.migrate.MigrationListener;

/** What is shown of a run until it is closed. */
interface Progress extends MigrationListener, AutoCloseable {

    /** Shows nothing further. */
    @Override
    void close();
}
