package io.tenantschemas.isolationcheck.operation;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Ending;
import io.tenantschemas.isolationcheck.run.Operation;

/** The way out when a transaction is under way: it is suspended, the other tenant is served, and it goes on. */
public final class SwitchAroundTransaction implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place outer = attempt.place();
        Place inner = attempt.placeOtherThan(outer);
        TransactionTemplate around = attempt.node().transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        TransactionTemplate within = attempt.node()
                .transaction(attempt.choices()
                        .oneOf(
                                TransactionDefinition.PROPAGATION_REQUIRED,
                                TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        attempt.in(
                outer,
                () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                    visit.act(2);
                    around.executeWithoutResult(status -> attempt.in(inner, () -> work(attempt, within)));
                    visit.checkIdentity();
                    visit.act(2);
                    visit.checkRows();
                }));
    }

    private static void work(Attempt attempt, TransactionTemplate transaction) {
        attempt.transaction(transaction, Ending.COMMIT, visit -> {
            visit.checkIdentity();
            visit.act(2);
            visit.checkRows();
        });
    }

    @Override
    public int connections() {
        return 2;
    }
}
