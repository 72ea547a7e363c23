package io.tenantschemas.migrate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Calls a listener one call at a time, and survives what it throws. */
final class GuardedListener implements MigrationListener {

    private static final Log logger = LogFactory.getLog(GuardedListener.class);

    private final MigrationListener listener;

    GuardedListener(MigrationListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void started(MigrationScope scope, int schemas) {
        guarded(() -> listener.started(scope, schemas));
    }

    @Override
    public synchronized void finished(SchemaMigrationResult result) {
        guarded(() -> listener.finished(result));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            logger.warn("A migration listener failed; the migrations go on.", failure);
        }
    }
}
