package io.tenantschemas.isolationcheck.operation;

import org.awaitility.Awaitility;

import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Operation;

/** The backend is killed in the midst of a transaction, which is rolled back for sure. */
public final class KilledBackend implements Operation {

    @Override
    public void run(Attempt attempt) {
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(attempt.node().transaction(), Ending.ROLLBACK, visit -> {
                    visit.act(2);
                    int pid = attempt.node()
                            .jdbc()
                            .sql("SELECT pg_backend_pid()")
                            .query(Integer.class)
                            .single();
                    attempt.note("kill " + pid);
                    attempt.side().kill(pid);
                    Awaitility.await().until(() -> attempt.side().isGone(pid));
                    attempt.counts().add("backend killed in a transaction");
                    visit.checkIdentity();
                    throw new Violation("A statement was executed on a connection whose backend is gone.");
                }));
    }
}
