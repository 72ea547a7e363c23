package io.tenantschemas.migrate.flyway;

import java.sql.SQLException;
import javax.sql.DataSource;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.SchemaMigrationException;

/**
 * The migrator's own connections, one at a time, and what is said when something on one of them is refused.
 *
 * @param dataSource where they come from
 * @param settings tells the path that leads to a schema
 * @param disposal how those are taken out of service in whose session something may be left
 * @param inTransactions whether a connection is kept for the length of a transaction only
 */
record OwnConnections(
        DataSource dataSource, FlywaySettings settings, ConnectionDisposal disposal, boolean inTransactions) {

    /**
     * Of how many schemas a connection of the pool may know, on average where each migration takes another one. The server's
     * process keeps some 20 kB of each table for as long as it lives.
     */
    static final int KEPT_IN_MIND = 250;

    /** Works on a connection that is pointed at the schema. */
    <T> T pointedAt(MigrationTarget target, Work<T> work) {
        return use(target, SearchPath.of(target, settings), work);
    }

    /** Works on a connection whose path is left as it is. */
    <T> T asItIs(MigrationTarget target, Work<T> work) {
        return use(target, null, work);
    }

    private <T> T use(MigrationTarget target, @Nullable SearchPath path, Work<T> work) {
        try (OwnConnection own = OwnConnection.open(dataSource, path, disposal)) {
            return work.on(own);
        } catch (SQLException | FlywayException failure) {
            throw translated(target, failure, settings);
        }
    }

    /** Works in a transaction, which is rolled back unless it is committed. */
    <T> T inTransaction(MigrationTarget target, TransactionalWork<T> work) {
        try (OwnTransaction own = OwnTransaction.begin(dataSource)) {
            return work.in(own);
        } catch (NonTransactionalMigrationException refused) {
            throw new SchemaMigrationException(
                    target,
                    MigrationFailure.of(
                            ("%s cannot run in a transaction, and connections come from a pooler in transaction"
                                            + " mode. Run migrate-schemas with a connection to the server itself, and with"
                                            + " tenant-schemas.routing.scope=session")
                                    .formatted(String.join(" and ", refused.scripts()))),
                    refused);
        } catch (SQLException | FlywayException failure) {
            throw translated(target, failure, settings);
        }
    }

    static SchemaMigrationException translated(MigrationTarget target, Exception failure, FlywaySettings settings) {
        return new SchemaMigrationException(
                target, FlywayFailures.facts(target, failure, !settings.types().isEmpty()), failure);
    }

    @FunctionalInterface
    interface Work<T> {

        T on(OwnConnection own) throws SQLException;
    }

    @FunctionalInterface
    interface TransactionalWork<T> {

        T in(OwnTransaction transaction) throws SQLException;
    }
}
