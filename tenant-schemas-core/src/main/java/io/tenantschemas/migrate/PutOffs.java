package io.tenantschemas.migrate;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts how often each schema was put off in a run, and passes everything on. */
final class PutOffs implements MigrationListener {

    private final MigrationListener listener;

    private final Map<MigrationTarget, Integer> counts = new LinkedHashMap<>();

    PutOffs(MigrationListener listener) {
        this.listener = listener;
    }

    @Override
    public void started(MigrationScope scope, int schemas) {
        listener.started(scope, schemas);
    }

    @Override
    public void putOff(MigrationTarget target, MigrationFailure failure) {
        synchronized (counts) {
            counts.merge(target, 1, Integer::sum);
        }
        listener.putOff(target, failure);
    }

    @Override
    public void finished(SchemaMigrationResult result) {
        listener.finished(result);
    }

    @Override
    public void ended(MigrationReport report) {
        listener.ended(report);
    }

    @Override
    public void givenUp(int schemas) {
        listener.givenUp(schemas);
    }

    /** Returns the counts of those that were. */
    Map<MigrationTarget, Integer> counts() {
        synchronized (counts) {
            return Map.copyOf(counts);
        }
    }
}
