package io.tenantschemas.isolationcheck.operation;

import java.time.Duration;

import org.awaitility.Awaitility;

import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Failures;
import io.tenantschemas.isolationcheck.run.Operation;
import io.tenantschemas.isolationcheck.run.Visit;

/** The backend is killed in the midst of a transaction, which is rolled back for sure. */
public final class KilledBackend implements Operation {

    @Override
    public void run(Attempt attempt) {
        boolean[] killed = {false};
        try {
            attempt.in(
                    attempt.place(),
                    () -> attempt.transaction(attempt.node().transaction(), Ending.ROLLBACK, visit -> {
                        visit.act(2);
                        kill(attempt);
                        killed[0] = true;
                        useBrokenConnection(visit);
                    }));
        } catch (RuntimeException failure) {
            if (!killed[0] || Failures.has(failure, Violation.class) || !Failures.isBrokenConnection(failure)) {
                throw failure;
            }
            attempt.counts().add("backend killed in a transaction");
        }
    }

    private static void kill(Attempt attempt) {
        int pid = attempt.node()
                .jdbc()
                .sql("SELECT pg_backend_pid()")
                .query(Integer.class)
                .single();
        attempt.note("kill " + pid);
        attempt.side().kill(pid);
        // Nobody else has the connection meanwhile, which may be the only one.
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> attempt.side().isGone(pid));
    }

    private static void useBrokenConnection(Visit visit) {
        visit.checkIdentity();
        throw new Violation("A statement was executed on a connection whose backend is gone.");
    }
}
