package io.tenantschemas.isolationcheck.operation;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Ordinary work: a transaction that reads and writes and ends in one way or another. */
public final class InTransaction implements Operation {

    @Override
    public void run(Attempt attempt) {
        TransactionTemplate transaction = attempt.node().transaction();
        transaction.setIsolationLevel(attempt.choices()
                .oneOf(
                        TransactionDefinition.ISOLATION_DEFAULT,
                        TransactionDefinition.ISOLATION_DEFAULT,
                        TransactionDefinition.ISOLATION_REPEATABLE_READ,
                        TransactionDefinition.ISOLATION_SERIALIZABLE));
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(transaction, attempt.ending(), visit -> {
                    visit.checkIdentity();
                    if (attempt.choices().oneIn(2)) {
                        visit.checkLeftOvers();
                    }
                    visit.act(1 + attempt.choices().below(5));
                    visit.checkRows();
                }));
    }
}
