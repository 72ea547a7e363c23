package io.tenantschemas.isolationcheck.operation;

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
                        Backend backend = Backend.of(attempt);
                        backend.kill();
                        backend.awaitEnd();
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

    private static void useBrokenConnection(Visit visit) {
        visit.checkIdentity();
        throw new Violation("A statement was executed on a connection whose backend is gone.");
    }
}
