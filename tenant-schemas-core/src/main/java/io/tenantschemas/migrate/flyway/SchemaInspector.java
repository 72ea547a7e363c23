package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

import org.flywaydb.core.api.configuration.Configuration;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/** Finds out how a schema stands, and changes nothing. */
final class SchemaInspector {

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final OwnConnections connections;

    private final FlywayConfigurations configurations;

    private final SchemaOwner owner;

    /** How many histories were read. */
    private final AtomicLong histories = new AtomicLong();

    SchemaInspector(OwnConnections connections, FlywayConfigurations configurations, SchemaOwner owner) {
        this.connections = connections;
        this.configurations = configurations;
        this.owner = owner;
    }

    SchemaMigrationResult pending(MigrationTarget target) {
        return inspect(target, connection -> look(target, connection, (run, its) -> run.pending()));
    }

    List<PlannedMigration> plan(MigrationTarget target) {
        return inspect(target, connection -> look(target, connection, FlywayRun::plan));
    }

    boolean isBehind(MigrationTarget target) {
        return inspect(target, connection -> isBehind(target, connection));
    }

    /** Divides tenants' schemas into those that are in the same state; empty if that cannot be told by their histories. */
    Optional<List<AlikeTargets>> alike(List<MigrationTarget> targets) {
        // The user may not read what belongs to roles.
        if (owner.isRole()) {
            return Optional.empty();
        }
        Map<Optional<TypeName>, TenantChecksums> checksums = new HashMap<>();
        for (MigrationTarget target : targets) {
            if (!checksums.containsKey(target.type())) {
                Configuration any = configurations.of(target, connections.dataSource(), false);
                TenantChecksums ofType = TenantChecksums.of(any);
                if (!FlywayConfigurations.dependOnHistoryOnly(any) || ofType.areUnknown()) {
                    return Optional.empty();
                }
                checksums.put(target.type(), ofType);
            }
        }
        TargetsByHistory byHistory = new TargetsByHistory(targets, checksums);
        try {
            readHistories(targets.stream().map(MigrationTarget::schema).toList(), byHistory::add);
        } catch (SQLException failure) {
            // Each by itself will tell more.
            return Optional.empty();
        }
        return Optional.of(byHistory.alike());
    }

    /** Returns those that have been through a migration of tenants; empty if their histories cannot be read. */
    Optional<List<SchemaName>> ofTenants(List<SchemaName> schemas) {
        if (owner.isRole()) {
            return Optional.empty();
        }
        List<KnownMigrations> known = configurations.ofEachType(schemas.get(0)).stream()
                .map(any -> KnownMigrations.of(configurations.of(any, connections.dataSource(), false)))
                .toList();
        List<SchemaName> found = new ArrayList<>();
        try {
            readHistories(schemas, (schema, history) -> {
                if (known.stream().anyMatch(ofType -> ofType.containsAnyOf(history))) {
                    found.add(schema);
                }
            });
        } catch (SQLException failure) {
            return Optional.empty();
        }
        return Optional.of(found);
    }

    private void readHistories(List<SchemaName> schemas, BiConsumer<SchemaName, SchemaHistory> action)
            throws SQLException {
        Connection connection = OwnConnection.connect(connections.dataSource());
        try {
            new SchemaHistories(connection).read(schemas, action);
        } finally {
            long before = histories.getAndAdd(schemas.size());
            if (before / OwnConnections.KEPT_IN_MIND < (before + schemas.size()) / OwnConnections.KEPT_IN_MIND) {
                OwnConnection.dispose(connections.dataSource(), connection, connections.disposal());
            } else {
                connection.close();
            }
        }
    }

    private <T> T inspect(MigrationTarget target, Inspection<T> inspection) {
        Assert.notNull(target, "'target' must not be null");
        return connections.inTransactions()
                ? connections.inTransaction(target, transaction -> {
                    SearchPath.of(target, connections.settings()).setForTransaction(transaction.connection());
                    return inspection.through(transaction.connection());
                })
                : connections.pointedAt(target, own -> {
                    if (owner.isRole()) {
                        // Until it is the user's again, who became the tenant's role.
                        own.discardAfterUse();
                    }
                    T found = inspection.through(own.connection());
                    own.giveBackAfterUse();
                    return found;
                });
    }

    private <T> T look(MigrationTarget target, Connection connection, Look<T> look) throws SQLException {
        SchemaState.read(target.schema(), connection).refuseUnfit(target);
        return owner.work(
                target, connection, () -> look.at(FlywayRun.on(connection, target, configurations), connection));
    }

    private boolean isBehind(MigrationTarget target, Connection connection) throws SQLException {
        SchemaState state = SchemaState.read(target.schema(), connection);
        if (!target.isShared() && (!state.exists() || state.isOfUnknownOrigin())) {
            return true;
        }
        return waitingAMoment(
                connection,
                () -> owner.work(
                        target,
                        connection,
                        () -> FlywayRun.on(connection, target, configurations).isBehind()));
    }

    /** Does not wait for whoever has locked a history, because he drops it for example: there are others to look at. */
    private <T> T waitingAMoment(Connection connection, SchemaOwner.Work<T> work) throws SQLException {
        if (connections.inTransactions()) {
            LockTimeouts.setForTransaction(connection, A_MOMENT);
            return work.run();
        }
        String before = LockTimeouts.setForSession(connection, A_MOMENT.toMillis() + "ms");
        try {
            return work.run();
        } finally {
            LockTimeouts.setForSession(connection, before);
        }
    }

    @FunctionalInterface
    private interface Look<T> {

        T at(FlywayRun run, Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Inspection<T> {

        T through(Connection connection) throws SQLException;
    }
}
