package io.tenantschemas.isolationcheck.operation;

import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** A read-only transaction. */
public final class ReadOnly implements Operation {

    @Override
    public void run(Attempt attempt) {
        TransactionTemplate transaction = attempt.node().transaction();
        transaction.setReadOnly(true);
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(transaction, attempt.ending(), visit -> {
                    visit.checkRows();
                    visit.checkIdentity();
                    visit.checkRows();
                }));
    }
}
