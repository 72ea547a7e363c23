package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.migrate.MigrationStop;

/**
 * Breaks off what the current thread does in a transaction once the process has to end, until it is closed. The connection is lost
 * then, and the server rolls back.
 */
final class BreakOff implements AutoCloseable {

    private static final Log logger = LogFactory.getLog(BreakOff.class);

    private final Connection connection;

    private final Thread worker = Thread.currentThread();

    private final MigrationStop.Registration registration;

    private boolean isWorkerInterrupted;

    private boolean isClosed;

    private BreakOff(Connection connection, MigrationStop stop) {
        this.connection = connection;
        this.registration = stop.whenInterrupted(this::run);
    }

    static BreakOff of(Connection connection, MigrationStop stop) {
        return new BreakOff(connection, stop);
    }

    /** Not after it is closed: the connection may be somebody else's then. */
    private synchronized void run() {
        if (!isClosed) {
            // An initializer may be asleep, of which the server does not know.
            isWorkerInterrupted = true;
            worker.interrupt();
            try {
                connection.abort(Runnable::run);
            } catch (SQLException | RuntimeException failure) {
                logger.debug("The connection could not be broken off, and goes down with the process", failure);
            }
        }
    }

    @Override
    public void close() {
        registration.close();
        synchronized (this) {
            isClosed = true;
            if (isWorkerInterrupted) {
                // Not for those who do what is to be done afterwards, such as taking note.
                Thread.interrupted();
            }
        }
    }
}
