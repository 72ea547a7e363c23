package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;

/**
 * Gives schemas the history that belongs to what they hold, where it was not migrations of their own that brought it there:
 * a schema that is adopted begins with a baseline, a copy has the history of its source.
 */
final class GivenHistories {

    private final FlywaySettings settings;

    private final FlywayConfigurations configurations;

    GivenHistories(FlywaySettings settings, FlywayConfigurations configurations) {
        this.settings = settings;
        this.configurations = configurations;
    }

    /** Begins the history of a schema that has none, within the caller's transaction. */
    void baseline(MigrationTarget target, String version, Connection connection) {
        Assert.notNull(target, "'target' must not be null");
        Assert.hasText(version, "'version' must not be empty");
        Assert.notNull(connection, "'connection' must not be null");
        try {
            CallersTransaction transaction =
                    new CallersTransaction(target, connection, SearchPath.of(target, settings));
            transaction.run(beginning -> {
                refuseHistory(target, beginning.state());
                new Flyway(configurations
                                .of(target, transaction.asDataSource(), true)
                                .baselineVersion(version))
                        .baseline();
                return new MigrationOutcome(new UpToDate(target, version), false);
            });
        } catch (SQLException | FlywayException failure) {
            throw OwnConnections.translated(target, failure, settings);
        }
    }

    /** Keeps every migration away from a schema to the end of the caller's transaction, and says whether that was possible. */
    boolean hold(MigrationTarget target, Connection connection) throws SQLException {
        Assert.notNull(target, "'target' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        return SchemaLock.takeForTransaction(target.schema(), connection, false)
                && SchemaLock.takeFlywaysForTransaction(target.schema(), connection);
    }

    /** Copies the rows of one history into another, which stands empty. */
    void copy(MigrationTarget from, MigrationTarget to, Connection connection) throws SQLException {
        Assert.notNull(from, "'from' must not be null");
        Assert.notNull(to, "'to' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO %s SELECT * FROM %s"
                    .formatted(
                            to.schema().qualify(FlywayConfigurations.HISTORY_TABLE),
                            from.schema().qualify(FlywayConfigurations.HISTORY_TABLE)));
        }
    }

    private static void refuseHistory(MigrationTarget target, SchemaState state) {
        if (!state.exists()) {
            throw new MissingSchemaException(target.schema());
        }
        if (state.hasHistory()) {
            throw new SchemaMigrationException(
                    target,
                    MigrationFailure.of("it has a history already, which cannot begin at another version"),
                    null);
        }
    }
}
