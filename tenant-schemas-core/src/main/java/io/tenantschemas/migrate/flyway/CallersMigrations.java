package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.flyway.CallersTransaction.Beginning;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;

/**
 * Migrates schemas inside transactions of the caller's.
 *
 * @param settings tells the path that leads to a schema
 * @param configurations sets Flyway up
 * @param owner whose the schemas are
 * @param direct does without Flyway what it can
 */
record CallersMigrations(
        FlywaySettings settings, FlywayConfigurations configurations, SchemaOwner owner, DirectMigrators direct) {

    /** Migrates a schema, all of it or nothing, and tells whether the session is as it was before. */
    MigrationOutcome migrate(MigrationTarget target, Connection connection) {
        try {
            CallersTransaction transaction =
                    new CallersTransaction(target, connection, SearchPath.of(target, settings));
            return transaction.run(beginning -> {
                beginning.state().prepare(target, connection);
                Supplier<LongWay> flyway = () -> transaction.guarding(
                        new FlywayRun(target, new Flyway(configurations.of(target, transaction.asDataSource(), true))));
                return owner.share(target, connection, () -> migrate(target, beginning, connection, flyway));
            });
        } catch (SQLException | FlywayException failure) {
            throw OwnConnections.translated(target, failure, settings);
        }
    }

    private MigrationOutcome migrate(
            MigrationTarget target, Beginning beginning, Connection connection, Supplier<LongWay> flyway)
            throws SQLException {
        // Migrations run as the tenant's role by now, if it has one.
        String user =
                owner.isRole() ? target.schema().value() : beginning.session().user();
        return direct.migrate(target, beginning.state(), connection, false, beginning.isLocked() ? user : null, flyway);
    }
}
