package io.tenantschemas.isolationcheck.operation;

import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Work for no tenant, bound to the shared tables or to nothing: no tenant's table is in reach. */
public final class SharedWork implements Operation {

    @Override
    public void run(Attempt attempt) {
        if (attempt.choices().oneIn(2)) {
            attempt.checkNoTenantInReach();
            return;
        }
        attempt.node().tenants().executeSharedWithoutResult(() -> {
            TransactionTemplate transaction = attempt.node().transaction();
            attempt.sharedTransaction(transaction);
            attempt.checkNoTenantInReach();
        });
    }
}
