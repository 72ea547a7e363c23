package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.migrate.MigrationNotice;
import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.flyway.KnownWay.Step;
import io.tenantschemas.migrate.flyway.Shortcut.Arrival;
import io.tenantschemas.tenant.SchemaName;

/**
 * Migrates the schemas of tenants of one type without Flyway where it is known what Flyway would do, because it did so with a schema that had the
 * same history. That saves its bookkeeping, which costs several times as much as most migrations. All else is left to Flyway,
 * and so is whatever fails here, so that it is Flyway's to say why.
 *
 * <p>Safe for use by several threads. Good for the files as they are when it is made.
 */
final class DirectMigrator {

    /** As many histories are told apart; one or two are usual. */
    private static final int REMEMBERED = 64;

    private final boolean isPossible;

    private final TenantChecksums checksums;

    private final PlainScripts scripts;

    private final @Nullable String installedBy;

    private final Duration lockTimeout;

    /** To where the latest schema was taken: others probably stand where it stood. */
    private volatile @Nullable Shortcut latest;

    private final Map<Beginning, KnownWay> ways = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

        @Override
        protected boolean removeEldestEntry(Map.Entry<Beginning, KnownWay> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * Schemas whose migration was refused when it was last tried, or waited for a lock for too long. All statements of a file are
     * sent at once here, so that it is not known which of them it was; Flyway, which sends one after the other, says so next time.
     */
    private final Set<SchemaName> failed = ConcurrentHashMap.newKeySet();

    /** Schemas for which the latest shortcut was none, until they have been looked at more closely. */
    private final Set<SchemaName> elsewhere = ConcurrentHashMap.newKeySet();

    /**
     * Creates one that knows of no way yet.
     *
     * @param configuration the configuration of any of these tenants
     * @param lockTimeout for how long a migration that commits by itself waits for a lock; zero for any time
     */
    DirectMigrator(Configuration configuration, Duration lockTimeout) {
        this.checksums = TenantChecksums.of(configuration);
        this.scripts = new PlainScripts(configuration);
        this.lockTimeout = lockTimeout;
        this.installedBy = configuration.getInstalledBy();
        this.isPossible = FlywayConfigurations.dependOnHistoryOnly(configuration)
                && !checksums.areUnknown()
                && configuration.getErrorOverrides().length == 0
                && configuration.getTablespace() == null
                && !configuration.isGroup()
                && !configuration.isBatch()
                && !configuration.isSkipExecutingMigrations();
    }

    /** Returns the way that the latest schema was taken, if it may be one for this schema too; that is found out on the way. */
    Optional<Shortcut> shortcut(MigrationTarget target) {
        return Optional.ofNullable(latest)
                .filter(shortcut -> shortcut.leadsTo(target)
                        && !failed.contains(target.schema())
                        && !elsewhere.contains(target.schema()));
    }

    /**
     * Takes a schema a {@linkplain #shortcut shortcut}.
     *
     * @see Shortcut#take
     */
    Arrival take(
            Shortcut shortcut,
            MigrationTarget target,
            Connection connection,
            SearchPath path,
            @Nullable MigrationNotice notice)
            throws SQLException {
        try {
            Arrival arrival = shortcut.take(target, connection, path, notice);
            switch (arrival) {
                case THERE -> {}
                case NOT_BEGUN -> elsewhere.add(target.schema());
                case REFUSED -> failed.add(target.schema());
            }
            return arrival;
        } catch (SchemaMigrationException waitedForALock) {
            failed.add(target.schema());
            throw waitedForALock;
        }
    }

    /**
     * Migrates a tenant's schema.
     *
     * @param state what stands in the schema
     * @param connection a connection on which nobody else migrates the schema meanwhile
     * @param path the path that leads to the schema
     * @param commits whether each migration commits by itself, on a connection with autocommit on; otherwise all of it belongs to
     *     the transaction that is under way
     * @param holder the user as whom migrations run, if the transaction that is under way has had Flyway's lock on the history
     *     since before the state was read; otherwise null
     * @param flyway does it where the way is not known; set up only if it is needed
     */
    MigrationOutcome migrate(
            MigrationTarget target,
            SchemaState state,
            Connection connection,
            SearchPath path,
            boolean commits,
            @Nullable String holder,
            Supplier<LongWay> flyway)
            throws SQLException {
        elsewhere.remove(target.schema());
        SchemaHistory history = isPossible ? history(target, state, connection) : null;
        if (history == null) {
            return flyway.get().outcome();
        }
        KnownWay way = ways.get(beginning(target, history));
        if (way == null) {
            return learn(target, history, connection, flyway.get());
        }
        if (way.isLong() || failed.contains(target.schema())) {
            return byFlyway(target, flyway.get());
        }
        if (way.steps().isEmpty()) {
            return new MigrationOutcome(new UpToDate(target, way.to()), true);
        }
        Map<String, Integer> its = checksums.of(target.schema());
        Optional<Done> done = Optional.empty();
        if (holder != null && history.equals(SchemaHistory.NONE)) {
            MigrationSql sql = new MigrationSql(target, path, its, installedBy, holder);
            done = new NewSchema(target, connection, sql).take(way);
        }
        if (done.isPresent()) {
            return new MigrationOutcome(done.get(), way.leavesNothing());
        }
        DirectMigration migration = new DirectMigration(target, connection, path, its, installedBy);
        done = take(migration, target, way, history, commits);
        return done.isPresent()
                ? new MigrationOutcome(done.get(), way.leavesNothingIn(migration.session()))
                : new MigrationOutcome(flyway.get().migrate(), false);
    }

    private MigrationOutcome byFlyway(MigrationTarget target, LongWay flyway) throws SQLException {
        MigrationOutcome outcome = flyway.outcome();
        failed.remove(target.schema());
        return outcome;
    }

    private Optional<Done> take(
            DirectMigration migration, MigrationTarget target, KnownWay way, SchemaHistory history, boolean commits)
            throws SQLException {
        try {
            Optional<Done> done = migration.take(way, history, commits ? lockTimeout : null);
            MigrationSession session = migration.session();
            if (commits
                    && done.isPresent()
                    && session != null
                    && checksums.areOfAll()
                    && !history.equals(SchemaHistory.NONE)) {
                latest = Shortcut.of(history, way, target.upTo(), session, installedBy, lockTimeout);
            }
            return done;
        } catch (SchemaMigrationException waitedForALock) {
            if (commits) {
                failed.add(target.schema());
            }
            throw waitedForALock;
        }
    }

    /** Returns an empty history where there is nothing at all, and null where nothing is to be concluded from it. */
    private static @Nullable SchemaHistory history(MigrationTarget target, SchemaState state, Connection connection)
            throws SQLException {
        if (!state.hasHistory()) {
            return state.isEmpty() ? SchemaHistory.NONE : null;
        }
        SchemaHistory history = new SchemaHistories(connection).read(target.schema());
        return history.equals(SchemaHistory.NONE) ? null : history;
    }

    private MigrationOutcome learn(MigrationTarget target, SchemaHistory history, Connection connection, LongWay flyway)
            throws SQLException {
        List<MigrationInfoImpl> pending = flyway.pending();
        MigrationOutcome outcome = flyway.outcome();
        Optional<List<Step>> steps = steps(pending);
        Beginning before = beginning(target, history);
        if (steps.isEmpty()) {
            ways.put(before, KnownWay.LONG);
        } else if (!(steps.get().isEmpty() && history.equals(SchemaHistory.NONE))
                && isAfter(target, history, steps.get(), connection)) {
            // Where there is no migration at all, Flyway makes a history all the same.
            ways.put(before, KnownWay.of(steps.get(), outcome.done()));
        }
        return outcome;
    }

    private Beginning beginning(MigrationTarget target, SchemaHistory history) {
        return new Beginning(checksums.comparable(target.schema(), history), target.upTo());
    }

    /** Returns whether these are the steps that were taken: somebody else's Flyway may have been there as well. */
    private boolean isAfter(MigrationTarget target, SchemaHistory before, List<Step> steps, Connection connection)
            throws SQLException {
        Map<String, Integer> its = checksums.of(target.schema());
        List<SchemaHistory.Row> more = new ArrayList<>();
        for (Step step : steps) {
            more.add(step.row(before.lastRank() + more.size() + 1, its));
        }
        return new SchemaHistories(connection).read(target.schema()).equals(before.plus(more));
    }

    /** Returns empty if one of them has to be left to Flyway. */
    private Optional<List<Step>> steps(List<MigrationInfoImpl> migrations) {
        List<Step> steps = migrations.stream()
                .flatMap(migration -> step(migration).stream())
                .toList();
        return steps.size() == migrations.size() ? Optional.of(steps) : Optional.empty();
    }

    private Optional<Step> step(MigrationInfoImpl migration) {
        return KnownWay.SQL.equals(migration.getType().name())
                ? scripts.find(migration.getScript()).map(script -> Step.of(migration, script))
                : Optional.empty();
    }

    /**
     * Where a way begins, and how far it goes at most.
     *
     * @param history what a schema has been through
     * @param upTo the last version, or null for all there are
     */
    private record Beginning(
            SchemaHistory history, @Nullable String upTo) {}

    /** Flyway's way. */
    interface LongWay {

        /** Returns what is to be done, in its order. */
        List<MigrationInfoImpl> pending();

        Done migrate() throws SQLException;

        /** Does the same, and tells what is left: something may be called also if there is nothing to do. */
        default MigrationOutcome outcome() throws SQLException {
            Done done = migrate();
            return new MigrationOutcome(done, done instanceof UpToDate && !callsBack());
        }

        /** Returns whether anything else than migrations is called. */
        boolean callsBack();
    }
}
