package io.tenantschemas.isolationcheck.operation;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.isolationcheck.access.PlainJdbc;
import io.tenantschemas.isolationcheck.access.PlainJdbc.UncheckedSqlException;
import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/** A connection that is kept while its tenant is dropped and another gets the name. */
public final class KeptAcrossReuse implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place place = attempt.place();
        if (!place.tryChange()) {
            return;
        }
        LifeChange change = new LifeChange(attempt, place);
        try {
            Life life = place.life();
            if (life != null) {
                keep(attempt, change, life);
            }
        } finally {
            change.end();
        }
    }

    private static void keep(Attempt attempt, LifeChange change, Life life) {
        Tenant tenant = life.tenant();
        try (Connection kept = attempt.node()
                .tenants()
                .execute(tenant, () -> attempt.node().dataSource().getConnection())) {
            change.drop(life);
            Life successor = change.create();
            refuse(attempt, kept, tenant, tenant);
            refuse(attempt, kept, tenant, successor.tenant());
            refuse(attempt, kept, tenant, null);
        } catch (SQLException failure) {
            throw new UncheckedSqlException(failure);
        }
    }

    private static void refuse(Attempt attempt, Connection kept, Tenant former, @Nullable Tenant bound)
            throws SQLException {
        try {
            int rows = bound == null
                    ? PlainJdbc.findAll(kept).size()
                    : attempt.node()
                            .tenants()
                            .execute(bound, () -> PlainJdbc.findAll(kept).size());
            throw new Violation("A connection of %s, who was dropped, was used for %s and found %d rows."
                    .formatted(former, bound, rows));
        } catch (TenantSchemasException expected) {
            attempt.counts().add("refused, as it must be: connection of a tenant that was dropped");
        }
    }

    @Override
    public int connections() {
        return 2;
    }
}
