package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Tenant;

/**
 * Makes a tenant that waits because somebody asks for it, where schemas are made on connections of another data source: in parts, as it
 * is done in the background elsewhere.
 */
final class DemandedBuild {

    private static final ProvisioningAttempts ATTEMPTS =
            new ProvisioningAttempts(1, Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final AttemptTools tools;

    private final AttemptTransactions transactions;

    /**
     * Creates one.
     *
     * @param transaction in which tenants are put into service
     */
    DemandedBuild(
            ProvisioningTransaction transaction,
            SchemaProvisioner schemas,
            TenantTable table,
            TenantLifecycle lifecycle) {
        this.tools = AttemptTools.of(schemas, table, lifecycle, ATTEMPTS);
        // On the same data source, because there is nothing to note while there is none.
        this.transactions = new AttemptTransactions(transaction, transaction, transaction.ofSchemas());
    }

    /** Counts the attempt, within the transaction that has locked the tenant's row. */
    TenantAttempt begin(Tenant tenant, Connection connection) throws SQLException {
        boolean hasSchema = tools.notes().find(tenant, connection).ownsSchema();
        if (hasSchema && tools.schemas().isBeingBuilt(tenant.schema(), connection)) {
            throw TenantRefusedException.builtByOthers(tenant.schema());
        }
        return new TenantAttempt(tenant, tools.notes().countAtOnce(tenant, ATTEMPTS, connection), hasSchema);
    }

    /**
     * Makes the tenant.
     *
     * @return the tenant as it is
     * @throws TenantRefusedException if somebody else is at it, or has changed it meanwhile
     */
    Tenant run(TenantAttempt attempt) {
        TenantBuild build = new TenantBuild(attempt, new MigrationStop(), tools, transactions);
        new Refusals(attempt.tenant().schema(), "given a schema").explain(() -> {
            build.inParts();
            return List.of();
        });
        return build.built()
                .orElseThrow(() ->
                        TenantRefusedException.builtByOthers(attempt.tenant().schema()));
    }
}
