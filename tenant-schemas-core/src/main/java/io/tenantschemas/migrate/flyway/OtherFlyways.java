package io.tenantschemas.migrate.flyway;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Which schemas a run has not got hold of because another program's Flyway is at them, and since when. They come again later, so
 * that nobody is asleep meanwhile, but not for ever: a lock that somebody forgot would hold up the run without a word.
 *
 * <p>Safe for use by several threads.
 */
final class OtherFlyways {

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** A run is told from another by what stops it. */
    private final Map<MigrationStop, Map<SchemaName, Long>> since = Collections.synchronizedMap(new WeakHashMap<>());

    private final LongSupplier nanoTime;

    OtherFlyways(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes note that the lock was not free.
     *
     * @param retries how often Flyway itself would come again; less than zero for ever
     * @throws SchemaMigrationException if Flyway would have given up by now
     */
    void meet(MigrationTarget target, MigrationStop run, int retries) {
        long now = nanoTime.getAsLong();
        Map<SchemaName, Long> ofRun = since.computeIfAbsent(run, absent -> new ConcurrentHashMap<>());
        Long first = ofRun.putIfAbsent(target.schema(), now);
        Duration patience = RETRY.multipliedBy(retries + 1L);
        if (retries >= 0 && first != null && now - first >= patience.toNanos()) {
            throw new SchemaMigrationException(
                    target,
                    MigrationFailure.of(
                            ("for more than %d s, whenever it was tried, another program had Flyway's lock on %s. Flyway's"
                                            + " lockRetryCount says for how long it is waited for; who has it stands in pg_locks, as an"
                                            + " advisory lock")
                                    .formatted(patience.toSeconds(), MigrationSql.table(target))),
                    null);
        }
    }

    /** Takes note that it was. */
    void part(MigrationTarget target, MigrationStop run) {
        Map<SchemaName, Long> ofRun = since.get(run);
        if (ofRun != null) {
            ofRun.remove(target.schema());
        }
    }
}
