package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;
import io.tenantschemas.tenant.Tenant;

/** Another tenant's work in the midst of a transaction, which must be refused and do no harm. */
public final class RefusedSwitch implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place outer = attempt.place();
        Life other = attempt.placeOtherThan(outer).life();
        attempt.in(
                outer,
                () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                    visit.act(2);
                    if (other != null && other != visit.life()) {
                        refuse(attempt, other.tenant());
                    }
                    visit.checkIdentity();
                    visit.checkRows();
                }));
    }

    /** Makes sure that this tenant cannot be bound now. */
    static void refuse(Attempt attempt, Tenant tenant) {
        try {
            attempt.node().tenants().execute(tenant, () -> attempt.node().jdbc().sql("SELECT 1"));
        } catch (TenantSwitchException expected) {
            attempt.counts().add("refused, as it must be: switch in a transaction");
            return;
        }
        throw new Violation("A switch to %s was not refused inside a transaction.".formatted(tenant));
    }
}
