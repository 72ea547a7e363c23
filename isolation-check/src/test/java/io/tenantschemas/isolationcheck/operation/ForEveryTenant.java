package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.context.ForEachTenantReport;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** The same work for every tenant, one after the other. */
public final class ForEveryTenant implements Operation {

    @Override
    public void run(Attempt attempt) throws Exception {
        attempt.watchAll();
        ForEachTenantReport report = attempt.node()
                .tenants()
                .forEachTenant(() -> attempt.reading(visit -> {
                    visit.checkIdentity();
                    visit.checkRows();
                }));
        for (ForEachTenantReport.Failure failure : report.failures()) {
            throw failure.cause();
        }
    }
}
