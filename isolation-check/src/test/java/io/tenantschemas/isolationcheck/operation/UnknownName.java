package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Work for a tenant that there never was. */
public final class UnknownName implements Operation {

    @Override
    public void run(Attempt attempt) {
        String name = "nobody" + attempt.choices().below(3);
        try {
            attempt.node()
                    .tenants()
                    .executeWithoutResult(name, () -> attempt.node().jdbc().sql("SELECT 1"));
        } catch (UnknownTenantException expected) {
            attempt.counts().add("refused, as it must be: unknown tenant");
            return;
        }
        throw new Violation("Work for an unknown tenant was not refused.");
    }
}
