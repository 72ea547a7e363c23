package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Refuses names that are everybody's, and tells why another creator's tenant was refused where only the database knows: who has its
 * name, or what is wrong with the row.
 */
public final class ExplainedTenantCreator implements TenantCreator {

    private final TenantCreator creator;

    private final DataSource dataSource;

    private final SchemaProvisioner schemas;

    private final TakenNames taken;

    /**
     * Creates a creator.
     *
     * @param creator makes the tenants
     * @param dataSource the data source that holds the tenants
     * @param schemas what knows which schemas are everybody's
     * @param table where the rows of tenants are
     */
    public ExplainedTenantCreator(
            TenantCreator creator, DataSource dataSource, SchemaProvisioner schemas, TenantTable table) {
        Assert.notNull(creator, "'creator' must not be null");
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(schemas, "'schemas' must not be null");
        Assert.notNull(table, "'table' must not be null");
        this.creator = creator;
        this.dataSource = dataSource;
        this.schemas = schemas;
        this.taken = new TakenNames(table);
    }

    @Override
    public Tenant create(NewTenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        // Of an entity, the public schema is the main site, which nobody makes by name.
        if (schemas.isEverybodys(tenant.schema())) {
            throw TenantRefusedException.ofEverybody(tenant.schema(), "created");
        }
        try {
            return creator.create(tenant);
        } catch (RuntimeException failure) {
            throw explained(tenant, failure);
        }
    }

    private RuntimeException explained(NewTenant tenant, RuntimeException failure) {
        boolean isClear = failure instanceof TenantSchemasException || InitializerFailedException.isNotedIn(failure);
        SQLException refused = isClear ? null : SqlStates.in(failure);
        if (refused == null) {
            return failure;
        }
        // In a transaction of the caller's, nothing can be asked any more, and another connection may be one too many.
        if (SqlStates.isTaken(refused) && !TransactionSynchronizationManager.isActualTransactionActive()) {
            refuseIfTaken(tenant, failure);
        }
        return SqlStates.isOfData(refused) ? InvalidTenantException.ofRow(tenant.schema(), refused) : failure;
    }

    private void refuseIfTaken(NewTenant tenant, RuntimeException failure) {
        try (TenantScope scope = TenantScope.open(TenantBinding.toShared());
                Connection connection = dataSource.getConnection()) {
            taken.refuse(tenant, connection);
        } catch (SQLException nothingToLearn) {
            failure.addSuppressed(nothingToLearn);
        }
    }
}
