package io.tenantschemas.provision;

import java.sql.SQLException;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Makes the schemas of tenants that wait for that: those whose rows say {@link TenantStatus#PROVISIONING}.
 *
 * <p>An attempt is counted and committed before it begins, so that a tenant at which processes die is not tried for ever. All the
 * rest is one transaction, within which the row stays locked: schema, migrations, seed data and the status by which the tenant is
 * in use. A process that is killed leaves nothing, and another one goes on once the next attempt is due.
 *
 * <p>Migrations that cannot run in a transaction are run by the migrator, on connections of its own and with no transaction open
 * beside it, in a schema that is known to have been made for this tenant and that nobody else uses. What was done stays until the
 * next attempt, which drops it and begins anew: whatever was broken off in the middle is not to be found in what tenants use.
 *
 * <p>Where schemas are made on connections of {@linkplain io.tenantschemas.routing.DdlDataSource another data source}, all are made
 * that way: the empty schema in a transaction there, the migrations on connections there, and seed data and status in a transaction on
 * the data source that holds the tenants.
 */
public final class WaitingTenants implements ProvisioningTask {

    private static final Log logger = LogFactory.getLog(WaitingTenants.class);

    private final AttemptTools tools;

    private final AttemptTransactions transactions;

    private final AttemptLog log;

    private final List<SchemaName> everybodys;

    /** What one tenant's migrations are like, those of all are. */
    private volatile boolean isKnownToBeNonTransactional;

    /**
     * Creates a task.
     *
     * @param dataSource the data source that holds the tenants
     * @param building the transactions in which tenants are made
     * @param schemas what makes schemas
     * @param table where the rows of tenants are, and beside it the table of those whose schemas are yet to be made
     * @param lifecycle what tells of changes
     * @param attempts how often it is tried
     */
    public WaitingTenants(
            RoutingDataSource dataSource,
            ProvisioningTransaction building,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle,
            ProvisioningAttempts attempts) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(building, "'building' must not be null");
        Assert.notNull(schemas, "'schemas' must not be null");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(lifecycle, "'lifecycle' must not be null");
        Assert.notNull(attempts, "'attempts' must not be null");
        this.tools = AttemptTools.of(schemas, table, lifecycle, attempts);
        this.transactions = AttemptTransactions.of(dataSource, building, lifecycle);
        this.log = new AttemptLog(transactions.noting());
        this.everybodys = dataSource.router().paths().shared().toList();
    }

    @Override
    public boolean runNext(MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        try {
            log.catchUp();
            TenantClaim claim = new TenantClaim(tools, everybodys, attempt -> AttemptOutcome.exhausted(attempt, tools));
            transactions.noting().executeAll(claim);
            claim.exhausted().ifPresent(AttemptOutcome::log);
            claim.attempt().ifPresent(attempt -> run(attempt, stop));
            return claim.hasFound();
        } catch (SQLException unreachable) {
            throw new ProvisioningFailedException(unreachable);
        }
    }

    private void run(TenantAttempt attempt, MigrationStop stop) {
        logger.info("Tenant %s is being made (attempt %d of %d)"
                .formatted(
                        attempt.tenant().describe(),
                        attempt.number(),
                        tools.attempts().max()));
        TenantBuild build = new TenantBuild(attempt, stop, tools, transactions);
        try {
            run(attempt, build);
        } catch (Exception | Error failure) {
            log.add(AttemptOutcome.failed(
                    attempt, tools, build.causeOf(failure), stop.isInterrupted(), build.isOfTenant(failure)));
        }
    }

    private void run(TenantAttempt attempt, TenantBuild build) throws SQLException {
        if (transactions.areApart() || isKnownToBeNonTransactional || attempt.hasSchema()) {
            build.inParts();
            return;
        }
        try {
            build.inOneTransaction();
        } catch (NonTransactionalMigrationException refused) {
            logger.debug("Migrations are run by themselves, because some cannot run in a transaction", refused);
            build.inParts();
            isKnownToBeNonTransactional = true;
        }
    }
}
