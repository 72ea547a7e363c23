package io.tenantschemas.migrate;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.tenantschemas.tenant.SchemaName;

/**
 * The schemas of which it cannot be found out how it stands with them, as far as the log tells of them: of each once until that is
 * known again, of one a minute at most, and of all at once where nobody can be asked. Not safe for use by several threads.
 */
final class UnknownSchemas {

    private static final Log logger = LogFactory.getLog(CurrentSchemas.class);

    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final Set<SchemaName> told = new HashSet<>();

    private final LongSupplier nanoTime;

    private boolean hasToldOfAll;

    private boolean hasTold;

    private long toldAt;

    UnknownSchemas(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Takes note that it cannot be found out about that schema, or any. */
    void add(MigrationTarget target, RuntimeException failure) {
        if (failure instanceof DatabaseUnreachableException) {
            addAll(target, failure);
        } else if (tell(told.contains(target.schema()), target, failure)) {
            told.add(target.schema());
        }
    }

    /** Takes note that nobody can be asked, for example about that schema. */
    void addAll(MigrationTarget example, RuntimeException failure) {
        if (tell(hasToldOfAll, example, failure)) {
            hasToldOfAll = true;
        }
    }

    /** Takes note that it was found out about that schema. */
    void remove(MigrationTarget target) {
        told.remove(target.schema());
        hasToldOfAll = false;
    }

    /** Warns, unless that was done before or too short a time ago, and returns whether it did. */
    private boolean tell(boolean isTold, MigrationTarget target, RuntimeException failure) {
        String message = "It cannot be found out whether the schema '%s' is up to date, so its tenant is not served: %s"
                .formatted(target.schema(), failure.getMessage());
        long now = nanoTime.getAsLong();
        if (isTold || (hasTold && now - toldAt < PAUSE)) {
            logger.debug(message, failure);
            return false;
        }
        logger.warn(message + " Of others nothing is said within a minute.");
        hasTold = true;
        toldAt = now;
        return true;
    }
}
