package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Failures;
import io.tenantschemas.isolationcheck.run.Operation;

/** The backend is killed right before the commit, or during it, so that nobody knows what became of the transaction. */
public final class LostCommit implements Operation {

    @Override
    public void run(Attempt attempt) {
        boolean wait = attempt.choices().oneIn(2);
        boolean[] killed = {false};
        try {
            attempt.in(
                    attempt.place(),
                    () -> attempt.transaction(attempt.node().transaction(), Ending.COMMIT, visit -> {
                        visit.act(2);
                        visit.checkIdentity();
                        Backend backend = Backend.of(attempt);
                        backend.kill();
                        if (wait) {
                            backend.awaitEnd();
                        }
                        killed[0] = true;
                    }));
        } catch (RuntimeException failure) {
            if (!killed[0] || Failures.has(failure, Violation.class) || !Failures.isBrokenConnection(failure)) {
                throw failure;
            }
            attempt.counts().add("backend killed before a commit");
            return;
        }
        if (wait) {
            throw new Violation("A transaction was committed on a connection whose backend is gone.");
        }
    }
}
