package io.tenantschemas.provision;

import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Takes note of what became of attempts: at once, or as soon as the database is there again. */
final class AttemptLog {

    private static final Log logger = LogFactory.getLog(AttemptLog.class);

    private final ProvisioningTransaction noting;

    private final Queue<AttemptOutcome> untold = new ConcurrentLinkedQueue<>();

    AttemptLog(ProvisioningTransaction noting) {
        this.noting = noting;
    }

    /** Takes note of one. */
    void add(AttemptOutcome outcome) {
        try {
            noting.executeAll(outcome);
            outcome.log();
        } catch (SQLException | RuntimeException failure) {
            if (SqlStates.isPassing(failure)) {
                logger.debug("What became of an attempt is noted later", failure);
                untold.add(outcome);
            } else {
                outcome.logUnnoted(failure);
            }
        }
    }

    /** Takes note of what could not be noted before. */
    void catchUp() throws SQLException {
        for (AttemptOutcome outcome = untold.poll(); outcome != null; outcome = untold.poll()) {
            try {
                noting.executeAll(outcome);
                outcome.log();
            } catch (SQLException | RuntimeException failure) {
                if (!SqlStates.isPassing(failure)) {
                    // Nor would it be the next time, and no tenant would be made here until then.
                    outcome.logUnnoted(failure);
                    continue;
                }
                untold.add(outcome);
                throw failure;
            }
        }
    }
}
