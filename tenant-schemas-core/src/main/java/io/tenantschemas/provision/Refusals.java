package io.tenantschemas.provision;

import java.sql.SQLException;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.schema.LockTable;
import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;

/**
 * Explains what the database refused when a tenant was changed.
 *
 * @param schema the tenant's schema
 * @param what what was to become of it
 */
record Refusals(SchemaName schema, String what) {

    <T> T explain(Work<T> work) {
        try {
            return work.execute();
        } catch (SQLException refused) {
            throw explained(refused);
        } catch (SchemaMigrationException failure) {
            throw SqlStates.isBusy(failure.failure().sqlState())
                    ? TenantBusyException.of(
                            schema,
                            what,
                            failure.failure().sqlState(),
                            failure.failure().describe(),
                            failure)
                    : failure;
        } catch (DataAccessException | TransactionException atCommit) {
            // What is checked only then, such as foreign keys that are deferred. Or else it is an initializer's.
            SQLException refused = InitializerFailedException.isNotedIn(atCommit) ? null : SqlStates.in(atCommit);
            throw refused == null ? atCommit : explained(refused);
        }
    }

    private RuntimeException explained(SQLException refused) {
        if (SqlStates.isBusy(refused)) {
            return TenantBusyException.of(schema, what, refused.getSQLState(), SqlStates.message(refused), refused);
        }
        if (LockTable.isFull(refused) && what.equals("dropped")) {
            return SchemaTooLargeException.dropped(schema, refused);
        }
        if (LockTable.isFull(refused) && what.equals("renamed")) {
            return SchemaTooLargeException.renamed(schema, refused);
        }
        return SqlStates.isReferenced(refused) && what.equals("dropped")
                ? new TenantReferencedException(schema, refused)
                : new ProvisioningFailedException(schema, what, refused);
    }

    /** Something that the database may refuse. */
    @FunctionalInterface
    interface Work<T> {

        T execute() throws SQLException;
    }
}
