package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;

/**
 * A transaction of the caller's, inside which a schema is migrated. A savepoint at the start stands for the transaction that
 * Flyway believes to have: with it, a failure neither leaves anything behind nor hides behind the failures that would
 * follow it in an aborted transaction.
 */
final class CallersTransaction {

    private final MigrationTarget target;

    private final Connection connection;

    private @Nullable Savepoint start;

    private boolean rolledBack;

    CallersTransaction(MigrationTarget target, Connection connection) {
        this.target = target;
        this.connection = connection;
    }

    /** Runs the work so that it is either done wholly or not at all. */
    Done run(Work work) throws SQLException {
        refuseAutoCommit();
        SearchPath before = SearchPath.read(connection);
        start = connection.setSavepoint();
        try {
            Done result = work.run();
            before.set(connection);
            // Fails if the transaction is not the one any more in which the savepoint was set.
            connection.releaseSavepoint(start);
            return result;
        } catch (SQLException | RuntimeException | Error failure) {
            // Takes back the search path too, because it was set after the savepoint.
            rollBack(failure);
            throw failure;
        }
    }

    private void refuseAutoCommit() throws SQLException {
        if (connection.getAutoCommit()) {
            throw failed("the connection to migrate it on has autocommit on. Begin a transaction first");
        }
    }

    private void rollBack(Throwable failure) {
        try {
            connection.rollback(start);
        } catch (SQLException another) {
            failure.addSuppressed(another);
        }
    }

    /** Returns the connection as Flyway gets it, as often as it asks for one. */
    DataSource asDataSource() {
        return new SharedConnection(connection, () -> {
            rolledBack = true;
            connection.rollback(Objects.requireNonNull(start));
        });
    }

    /** Returns what Flyway does there, unless something in it could not be taken back. */
    LongWay guarding(FlywayRun run) {
        return new LongWay() {

            @Override
            public List<MigrationInfoImpl> pending() {
                return run.pendingMigrations();
            }

            @Override
            public Done migrate() {
                return CallersTransaction.this.migrate(run);
            }

            @Override
            public boolean callsBack() {
                return run.callsBack();
            }
        };
    }

    private Done migrate(FlywayRun run) {
        refuse(run.nonTransactional(), null);
        try {
            Done result = run.migrate();
            if (rolledBack) {
                throw failed("a migration or callback rolled back the transaction in which it ran");
            }
            return result;
        } catch (FlywayException failure) {
            MigrationFailure facts = FlywayFailures.facts(target, failure);
            if (TransactionControl.ACTIVE_SQL_TRANSACTION.equals(facts.sqlState()) && facts.script() != null) {
                refuse(List.of(facts.script()), failure);
            }
            throw failure;
        }
    }

    private void refuse(List<String> scripts, @Nullable Throwable cause) {
        if (!scripts.isEmpty()) {
            throw new NonTransactionalMigrationException(target, scripts, cause);
        }
    }

    private SchemaMigrationException failed(String message) {
        return new SchemaMigrationException(target, MigrationFailure.of(message), null);
    }

    @FunctionalInterface
    interface Work {

        Done run() throws SQLException;
    }
}
