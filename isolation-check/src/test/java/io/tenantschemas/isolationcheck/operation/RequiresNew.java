package io.tenantschemas.isolationcheck.operation;

import org.springframework.transaction.TransactionDefinition;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** A transaction of its own within another one of the same tenant. */
public final class RequiresNew implements Operation {

    @Override
    public void run(Attempt attempt) {
        Access access = attempt.choices().oneOf(attempt.node().accesses());
        attempt.in(
                attempt.place(),
                () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                    visit.insert(access, 2);
                    attempt.transaction(
                            attempt.node().transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW),
                            attempt.ending(),
                            inner -> {
                                inner.checkRows();
                                // Only new rows: what the outer transaction has locked would be waited for in vain.
                                inner.insert(access, 1);
                                inner.checkIdentity();
                                inner.checkRows();
                            });
                    visit.checkIdentity();
                    visit.checkRows();
                }));
    }

    @Override
    public int connections() {
        return 2;
    }
}
