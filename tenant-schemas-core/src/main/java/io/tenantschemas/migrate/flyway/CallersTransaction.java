package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationOutcome;
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

    private static final String START = "tenant_schemas_migration";

    private static final String ROLLBACK = "ROLLBACK TO SAVEPOINT " + START;

    private final MigrationTarget target;

    private final Connection connection;

    private final SearchPath path;

    private boolean rolledBack;

    /**
     * Creates one in which nothing was done.
     *
     * @param path the path that leads to the schema
     */
    CallersTransaction(MigrationTarget target, Connection connection, SearchPath path) {
        this.target = target;
        this.connection = connection;
        this.path = path;
    }

    /** Runs the work so that it is either done wholly or not at all. */
    MigrationOutcome run(Work work) throws SQLException {
        refuseAutoCommit();
        Beginning beginning = begin();
        try {
            MigrationOutcome result = work.run(beginning);
            // The second fails if the transaction is not the one any more in which the savepoint was set.
            execute(beginning.path().statement() + ";RELEASE SAVEPOINT " + START);
            // A role that was the transaction's is the session's by now, by Flyway and without it.
            return beginning.keepsToItself() ? result : new MigrationOutcome(result.done(), false);
        } catch (SQLException | RuntimeException | Error failure) {
            // Takes back the search path too, because it was set after the savepoint.
            rollBack(failure);
            throw failure;
        }
    }

    /** Takes Flyway's lock, which Flyway itself takes once more, before it looks at the schema. */
    private Beginning begin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(0);
            statement.execute("SAVEPOINT " + START + ";SELECT pg_catalog.current_setting('search_path'), current_user, "
                    + "pg_catalog.current_setting('role') IN ('none', session_user), "
                    + MigrationSession.HAS_EVENT_TRIGGERS
                    + ", pg_catalog.pg_try_advisory_xact_lock(" + MigrationSql.lock(target) + ");"
                    + SchemaState.query(target.schema()) + ";" + path.statement());
            ResultSet session = next(statement);
            session.next();
            SearchPath before = new SearchPath(session.getString(1));
            MigrationSession its = new MigrationSession(session.getString(2), session.getBoolean(4));
            boolean isLoginUser = session.getBoolean(3);
            boolean isLocked = session.getBoolean(5);
            return new Beginning(before, its, isLoginUser, isLocked, SchemaState.read(next(statement)));
        }
    }

    /** Returns what the next of several statements answered, which is closed with the one before. */
    private static ResultSet next(Statement statement) throws SQLException {
        if (!statement.getMoreResults()) {
            throw new SQLException("a query had no result");
        }
        return statement.getResultSet();
    }

    private void refuseAutoCommit() throws SQLException {
        if (connection.getAutoCommit()) {
            throw failed("the connection to migrate it on has autocommit on. Begin a transaction first");
        }
    }

    private void rollBack(Throwable failure) {
        try {
            execute(ROLLBACK);
        } catch (SQLException another) {
            failure.addSuppressed(another);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the connection as Flyway gets it, as often as it asks for one. */
    DataSource asDataSource() {
        return new SharedConnection(connection, () -> {
            rolledBack = true;
            execute(ROLLBACK);
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

    /**
     * What there was when the transaction began.
     *
     * @param path the search path
     * @param session where statements run
     * @param isLoginUser whether they run as the session's user, who took no role
     * @param isLocked whether Flyway's lock on the schema was free, and is the transaction's since before the schema was seen
     * @param state what stood in the schema
     */
    record Beginning(
            SearchPath path, MigrationSession session, boolean isLoginUser, boolean isLocked, SchemaState state) {

        /** Returns whether nothing is left in the session but by the migrations themselves. */
        boolean keepsToItself() {
            return isLoginUser && !session.hasEventTriggers();
        }
    }

    @FunctionalInterface
    interface Work {

        MigrationOutcome run(Beginning beginning) throws SQLException;
    }
}
