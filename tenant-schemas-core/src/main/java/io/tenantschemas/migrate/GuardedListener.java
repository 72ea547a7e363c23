package io.tenantschemas.migrate;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Calls listeners one call at a time, and survives what they throw. */
final class GuardedListener implements MigrationListener {

    private static final Log logger = LogFactory.getLog(GuardedListener.class);

    private final List<MigrationListener> listeners;

    GuardedListener(List<MigrationListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public synchronized void started(MigrationScope scope, int schemas) {
        listeners.forEach(listener -> guarded(() -> listener.started(scope, schemas)));
    }

    @Override
    public synchronized void putOff(MigrationTarget target, MigrationFailure failure) {
        listeners.forEach(listener -> guarded(() -> listener.putOff(target, failure)));
    }

    @Override
    public synchronized void finished(SchemaMigrationResult result) {
        listeners.forEach(listener -> guarded(() -> listener.finished(result)));
    }

    @Override
    public synchronized void ended(MigrationReport report) {
        listeners.forEach(listener -> guarded(() -> listener.ended(report)));
    }

    @Override
    public synchronized void givenUp(int schemas) {
        listeners.forEach(listener -> guarded(() -> listener.givenUp(schemas)));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            logger.warn("A migration listener failed; the migrations go on.", failure);
        }
    }
}
