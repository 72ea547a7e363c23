package io.tenantschemas.isolationcheck.operation;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/**
 * What looks like a way out and is none: a new transaction is one of the tenant that is still bound, and another tenant's work
 * in it must be refused.
 */
public final class RefusedSwitchInNewTransaction implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place outer = attempt.place();
        Life other = attempt.placeOtherThan(outer).life();
        Access access = attempt.choices().oneOf(attempt.node().accesses());
        TransactionTemplate anew = attempt.node().transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        attempt.in(
                outer,
                () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                    visit.act(2);
                    attempt.transaction(anew, attempt.ending(), inner -> {
                        inner.checkRows();
                        if (other != null && other != inner.life()) {
                            RefusedSwitch.refuse(attempt, other.tenant());
                        }
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
