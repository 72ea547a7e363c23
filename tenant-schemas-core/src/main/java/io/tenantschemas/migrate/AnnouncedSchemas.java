package io.tenantschemas.migrate;

/**
 * Passes on what a run tells of itself, and at its end takes back the schemas that were announced and not gone through: a run that
 * throws leaves some.
 *
 * <p>To be called as a listener is, and closed once the run has ended.
 */
final class AnnouncedSchemas implements MigrationListener, AutoCloseable {

    private final MigrationListener listener;

    private int left;

    AnnouncedSchemas(MigrationListener listener) {
        this.listener = listener;
    }

    @Override
    public synchronized void started(MigrationScope scope, int schemas) {
        left += schemas;
        listener.started(scope, schemas);
    }

    @Override
    public synchronized void putOff(MigrationTarget target, MigrationFailure failure) {
        listener.putOff(target, failure);
    }

    @Override
    public synchronized void finished(SchemaMigrationResult result) {
        left--;
        listener.finished(result);
    }

    @Override
    public void ended(MigrationReport report) {
        listener.ended(report);
    }

    @Override
    public synchronized void givenUp(int schemas) {
        left -= schemas;
        listener.givenUp(schemas);
    }

    @Override
    public synchronized void close() {
        if (left > 0) {
            givenUp(left);
        }
    }
}
