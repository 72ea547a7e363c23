package io.tenantschemas.isolationcheck.operation;

import java.util.List;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Failures;
import io.tenantschemas.isolationcheck.run.Operation;
import io.tenantschemas.routing.StaleTenantException;
import io.tenantschemas.tenant.Tenant;

/** Work for a tenant that was looked up long ago, and was dropped or renamed since: refused, whoever has its name now. */
public final class FormerTenant implements Operation {

    @Override
    public void run(Attempt attempt) {
        List<Tenant> former = attempt.world().former();
        if (former.isEmpty()) {
            return;
        }
        attempt.watchAll();
        Tenant tenant = attempt.choices().oneOf(former);
        try {
            attempt.in(tenant, () -> work(attempt));
        } catch (RuntimeException failure) {
            if (isTrueAgain(attempt, tenant) || !Failures.has(failure, StaleTenantException.class)) {
                throw failure;
            }
            attempt.counts().add("refused, as it must be: tenant that is not any more what it was");
            return;
        }
        if (attempt.isSettled() && !isTrueAgain(attempt, tenant)) {
            throw new Violation("Work for a tenant that was dropped or renamed was not refused: " + tenant);
        }
    }

    private static void work(Attempt attempt) {
        if (attempt.choices().oneIn(2)) {
            attempt.reading(visit -> {
                visit.checkIdentity();
                visit.checkRows();
            });
        } else {
            attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                visit.checkIdentity();
                visit.checkRows();
            });
        }
    }

    /** Returns whether the tenant was renamed back. */
    private static boolean isTrueAgain(Attempt attempt, Tenant tenant) {
        Life life = attempt.world().life(tenant.id());
        return life != null && !life.isOver() && life.tenant().schema().equals(tenant.schema());
    }
}
