package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Work without a transaction: each statement by itself, on whatever connection the pool has. */
public final class WithoutTransaction implements Operation {

    @Override
    public void run(Attempt attempt) {
        attempt.in(attempt.place(), () -> {
            for (int i = 0; i < 3; i++) {
                attempt.writingAlone(attempt.choices().oneOf(attempt.node().accesses()));
                attempt.reading(visit -> {
                    visit.checkIdentity();
                    visit.checkRows();
                });
            }
        });
    }
}
