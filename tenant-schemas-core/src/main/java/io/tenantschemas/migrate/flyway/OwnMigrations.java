package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationNotice;
import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;
import io.tenantschemas.migrate.flyway.Shortcut.Arrival;

/**
 * Migrates schemas on the migrator's own connections: not while others are at them, so that it can be broken off, and so that nothing
 * of it is left to who has the connection next.
 */
final class OwnMigrations {

    private final OwnConnections connections;

    private final FlywayConfigurations configurations;

    private final SchemaOwner owner;

    private final DirectMigrators direct;

    private final CallersMigrations callers;

    private final OtherFlyways others = new OtherFlyways(System::nanoTime);

    /** How many shortcuts were taken. */
    private final AtomicInteger shortcuts = new AtomicInteger();

    /**
     * Creates migrations of which none has begun.
     *
     * @param callers does it where a connection is kept for the length of a transaction only
     */
    OwnMigrations(
            OwnConnections connections,
            FlywayConfigurations configurations,
            SchemaOwner owner,
            DirectMigrators direct,
            CallersMigrations callers) {
        this.connections = connections;
        this.configurations = configurations;
        this.owner = owner;
        this.direct = direct;
        this.callers = callers;
    }

    /** Takes a schema a shortcut, if one is known; returns empty if there is more to look at. */
    Optional<Done> takeShortcut(MigrationTarget target, MigrationStop stop, @Nullable MigrationNotice notice) {
        Assert.notNull(target, "'target' must not be null");
        return connections.inTransactions() || owner.isRole() || target.isShared()
                ? Optional.empty()
                : direct.current(target)
                        .flatMap(migrator -> migrator.shortcut(target)
                                .flatMap(shortcut -> takeShortcut(shortcut, migrator, target, stop, notice)));
    }

    private Optional<Done> takeShortcut(
            Shortcut shortcut,
            DirectMigrator migrator,
            MigrationTarget target,
            MigrationStop stop,
            @Nullable MigrationNotice notice) {
        long start = System.nanoTime();
        Arrival arrival = connections.asItIs(target, own -> {
            // Of an exception it is not known what it leaves, not so much as whether the transaction has ended.
            own.discardAfterUse();
            try (Interruption interruption = Interruption.of(own.connection(), stop)) {
                Arrival end = migrator.take(
                        shortcut, target, own.connection(), SearchPath.of(target, connections.settings()), notice);
                if (end != Arrival.THERE) {
                    interruption.refuseAfterwards(target);
                }
                boolean leavesNothing = end == Arrival.NOT_BEGUN || shortcut.leavesNothing();
                if (leavesNothing
                        && !stop.isInterrupted()
                        && shortcuts.incrementAndGet() % OwnConnections.KEPT_IN_MIND != 0) {
                    own.giveBackAfterUse();
                }
                return end;
            }
        });
        return arrival == Arrival.THERE
                ? Optional.of(shortcut.way().done(target, Duration.ofNanos(System.nanoTime() - start)))
                : Optional.empty();
    }

    /**
     * Migrates a schema.
     *
     * @param waits whether to wait for others who migrate it
     * @param condition what has to hold once nobody else is at it
     * @return empty if somebody is at it, or if the condition does not hold
     */
    Optional<Done> migrate(MigrationTarget target, boolean waits, MigrationStop stop, MigrationCondition condition) {
        Assert.notNull(target, "'target' must not be null");
        return connections.inTransactions()
                ? migrateInTransaction(target, waits, stop, condition)
                : migrateOnConnection(target, waits, stop, condition);
    }

    private Optional<Done> migrateOnConnection(
            MigrationTarget target, boolean waits, MigrationStop stop, MigrationCondition condition) {
        return connections.pointedAt(target, own -> {
            try (Interruption interruption = Interruption.of(own.connection(), stop)) {
                return migrateOnConnection(target, waits, own, interruption, stop, condition);
            } finally {
                if (stop.isInterrupted()) {
                    // What gives a lock back may have been broken off as well.
                    own.discardAfterUse();
                }
            }
        });
    }

    private Optional<Done> migrateOnConnection(
            MigrationTarget target,
            boolean waits,
            OwnConnection own,
            Interruption interruption,
            MigrationStop stop,
            MigrationCondition condition)
            throws SQLException {
        Optional<SchemaLock> lock = SchemaLock.take(target.schema(), own.connection(), waits);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (SchemaLock taken = lock.get()) {
            return (waits || isLeftByOthers(target, taken.takeFlyways(), stop)) && condition.holds(own.connection())
                    ? Optional.of(migrateLocked(target, own, interruption))
                    : Optional.empty();
        }
    }

    /** Takes note whether no other program's Flyway is at a schema, for which ours would sleep, and returns it. */
    private boolean isLeftByOthers(MigrationTarget target, boolean isFree, MigrationStop stop) {
        if (isFree) {
            others.part(target, stop);
        } else {
            others.meet(
                    target,
                    stop,
                    configurations.of(target, connections.dataSource(), false).getLockRetryCount());
        }
        return isFree;
    }

    private Done migrateLocked(MigrationTarget target, OwnConnection own, Interruption interruption)
            throws SQLException {
        Connection connection = own.connection();
        SchemaState state = SchemaState.read(target.schema(), connection);
        state.prepare(target, connection);
        own.discardAfterUse();
        Supplier<LongWay> flyway = () -> {
            interruption.refuseAfterwards(target);
            return FlywayRun.on(connection, target, configurations)
                    .asLongWay(connection, connections.settings().lockTimeout(), interruption);
        };
        MigrationOutcome outcome =
                owner.share(target, connection, () -> direct.migrate(target, state, connection, true, null, flyway));
        // It is done, and what follows does not take long.
        interruption.close();
        if (outcome.leavesNothing()) {
            own.giveBackAfterUse();
        }
        return outcome.done();
    }

    private Optional<Done> migrateInTransaction(
            MigrationTarget target, boolean waits, MigrationStop stop, MigrationCondition condition) {
        return connections.inTransaction(target, transaction -> {
            try (Interruption interruption = Interruption.of(transaction.connection(), stop)) {
                return migrateInTransaction(target, waits, transaction, stop, condition);
            }
        });
    }

    private Optional<Done> migrateInTransaction(
            MigrationTarget target,
            boolean waits,
            OwnTransaction transaction,
            MigrationStop stop,
            MigrationCondition condition)
            throws SQLException {
        if (!SchemaLock.takeForTransaction(target.schema(), transaction.connection(), waits)) {
            return Optional.empty();
        }
        if (!waits
                && !isLeftByOthers(
                        target,
                        SchemaLock.takeFlywaysForTransaction(target.schema(), transaction.connection()),
                        stop)) {
            return Optional.empty();
        }
        if (!condition.holds(transaction.connection())) {
            return Optional.empty();
        }
        if (!connections.settings().lockTimeout().isZero()) {
            LockTimeouts.setForTransaction(
                    transaction.connection(), connections.settings().lockTimeout());
        }
        Done done = callers.migrate(target, transaction.connection()).done();
        transaction.commit();
        return Optional.of(done);
    }
}
