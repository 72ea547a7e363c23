package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationNotice;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.flyway.CallersTransaction.Beginning;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;
import io.tenantschemas.migrate.flyway.DirectMigrator.Outcome;
import io.tenantschemas.role.TenantRoles;

/**
 * Migrates a schema with Flyway.
 *
 * <p>The history stands in the table {@code flyway_schema_history} of each schema. Migrations run with the search path that
 * the application has when it uses the schema; the placeholders {@code ${public}} and, in a tenant's migrations,
 * {@code ${tenant}} are the names of the schemas. A shared schema that holds tables already, but no history, is taken as it
 * is and goes through all shared migrations; a tenant's schema in that state is refused.
 *
 * <p>Several processes that migrate the same schema at once wait for each other, and nothing is done twice.
 *
 * <p>One connection is in use at a time, whether it is the caller's or one of the migrator's own.
 */
public final class FlywaySchemaMigrator implements SchemaMigrator {

    /**
     * Of how many schemas a connection of the pool may know, on average where each migration takes another one. The server's
     * process keeps some 20 kB of each table for as long as it lives.
     */
    private static final int KEPT_IN_MIND = 100;

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final DataSource dataSource;

    private final FlywaySettings settings;

    private final FlywayConfigurations configurations;

    private final ConnectionDisposal disposal;

    private final boolean inTransactions;

    private final @Nullable TenantRoles roles;

    /** How many shortcuts were taken. */
    private final AtomicInteger shortcuts = new AtomicInteger();

    private volatile @Nullable Direct direct;

    /**
     * Creates a migrator that keeps a connection for as long as it works on a schema.
     *
     * @param dataSource where own connections come from. It must not point them at the bound tenant, because Flyway moves
     *     the search path itself
     * @param settings how Flyway is set up
     * @param classLoader where migrations on the class path are found
     */
    public FlywaySchemaMigrator(DataSource dataSource, FlywaySettings settings, ClassLoader classLoader) {
        this(dataSource, settings, classLoader, false, (pool, connection) -> false, null);
    }

    /**
     * Creates a migrator.
     *
     * @param dataSource where own connections come from
     * @param settings how Flyway is set up
     * @param classLoader where migrations on the class path are found
     * @param inTransactions whether a connection is kept for the length of a transaction only, because a pooler gives it to
     *     others then. All migrations of a schema run in one transaction, and those that cannot are refused
     * @param disposal how connections are taken out of service in which migrations ran, if it knows their pool
     * @param roles the roles to which the schemas of tenants belong and as which their migrations run; null if all is done as the
     *     database user
     */
    public FlywaySchemaMigrator(
            DataSource dataSource,
            FlywaySettings settings,
            ClassLoader classLoader,
            boolean inTransactions,
            ConnectionDisposal disposal,
            @Nullable TenantRoles roles) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(settings, "'settings' must not be null");
        Assert.notNull(classLoader, "'classLoader' must not be null");
        Assert.notNull(disposal, "'disposal' must not be null");
        this.dataSource = dataSource;
        this.settings = settings;
        this.configurations = new FlywayConfigurations(settings, classLoader);
        this.inTransactions = inTransactions;
        this.disposal = disposal;
        this.roles = roles;
    }

    /** Returns Flyway for the shared schema, for those who want to ask it something, Spring Boot for example. */
    public Flyway sharedFlyway() {
        MigrationTarget shared = MigrationTarget.shared(settings.publicSchema());
        return new Flyway(configurations.of(shared, dataSource, false));
    }

    @Override
    public Done migrate(MigrationTarget target) {
        MigrationStop never = new MigrationStop();
        return takeShortcut(target, never, null)
                .or(() -> migrate(target, true, never))
                .orElseThrow();
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        return takeShortcut(target, stop, null).or(() -> migrate(target, false, stop));
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop, MigrationNotice notice) {
        Assert.notNull(stop, "'stop' must not be null");
        Assert.notNull(notice, "'notice' must not be null");
        return takeShortcut(target, stop, notice).or(() -> migrate(target, false, stop));
    }

    private Optional<Done> takeShortcut(MigrationTarget target, MigrationStop stop, @Nullable MigrationNotice notice) {
        Assert.notNull(target, "'target' must not be null");
        Direct known = direct;
        return inTransactions || roles != null || target.isShared() || known == null || !known.isUpToDate()
                ? Optional.empty()
                : known.migrator()
                        .shortcut(target)
                        .flatMap(shortcut -> takeShortcut(shortcut, known.migrator(), target, stop, notice));
    }

    private Optional<Done> takeShortcut(
            Shortcut shortcut,
            DirectMigrator migrator,
            MigrationTarget target,
            MigrationStop stop,
            @Nullable MigrationNotice notice) {
        long start = System.nanoTime();
        try (OwnConnection own = OwnConnection.open(dataSource, disposal);
                Interruption interruption = Interruption.of(own.connection(), stop)) {
            own.discardAfterUse();
            boolean isDone = migrator.take(shortcut, target, own.connection(), SearchPath.of(target, settings), notice);
            // It is done, and what follows does not take long.
            interruption.close();
            if (shortcut.way().leavesNothing()
                    && !stop.isInterrupted()
                    && shortcuts.incrementAndGet() % KEPT_IN_MIND != 0) {
                own.giveBackAfterUse();
            }
            return isDone
                    ? Optional.of(shortcut.way().done(target, Duration.ofNanos(System.nanoTime() - start)))
                    : Optional.empty();
        } catch (SQLException failure) {
            throw translated(target, failure);
        }
    }

    private Optional<Done> migrate(MigrationTarget target, boolean waits, MigrationStop stop) {
        Assert.notNull(target, "'target' must not be null");
        return inTransactions ? migrateInTransaction(target, waits, stop) : migrateOnConnection(target, waits, stop);
    }

    private Optional<Done> migrateOnConnection(MigrationTarget target, boolean waits, MigrationStop stop) {
        return onOwnConnection(target, own -> {
            try (Interruption interruption = Interruption.of(own.connection(), stop)) {
                return migrateOnConnection(target, waits, own, interruption);
            } finally {
                if (stop.isInterrupted()) {
                    // What gives a lock back may have been broken off as well.
                    own.discardAfterUse();
                }
            }
        });
    }

    private Optional<Done> migrateOnConnection(
            MigrationTarget target, boolean waits, OwnConnection own, Interruption interruption) throws SQLException {
        Optional<SchemaLock> lock = SchemaLock.take(target.schema(), own.connection(), waits);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try (SchemaLock taken = lock.get()) {
            return Optional.of(migrateLocked(target, own, interruption));
        }
    }

    private Done migrateLocked(MigrationTarget target, OwnConnection own, Interruption interruption)
            throws SQLException {
        Connection connection = own.connection();
        SchemaState state = prepare(target, connection);
        own.discardAfterUse();
        Supplier<LongWay> flyway = () -> {
            interruption.refuseAfterwards(target);
            return run(target, connection).asLongWay(connection, settings.lockTimeout(), interruption);
        };
        Outcome outcome =
                migrateInRole(target, connection, () -> migrate(target, state, connection, true, null, flyway));
        // It is done, and what follows does not take long.
        interruption.close();
        if (outcome.leavesNothing()) {
            own.giveBackAfterUse();
        }
        return outcome.done();
    }

    private Outcome migrate(
            MigrationTarget target,
            SchemaState state,
            Connection connection,
            boolean commits,
            @Nullable String holder,
            Supplier<LongWay> flyway)
            throws SQLException {
        return target.isShared() || !settings.direct()
                ? Outcome.of(flyway.get())
                : direct(target)
                        .migrate(target, state, connection, SearchPath.of(target, settings), commits, holder, flyway);
    }

    private DirectMigrator direct(MigrationTarget any) {
        Direct known = direct;
        if (known == null || !known.isUpToDate()) {
            // The first of several is as good as the last.
            known = Direct.of(configurations.of(any, dataSource, false), settings.lockTimeout());
            direct = known;
        }
        return known.migrator();
    }

    private Optional<Done> migrateInTransaction(MigrationTarget target, boolean waits, MigrationStop stop) {
        return inOwnTransaction(target, transaction -> {
            try (Interruption interruption = Interruption.of(transaction.connection(), stop)) {
                return migrateInTransaction(target, waits, transaction);
            }
        });
    }

    private Optional<Done> migrateInTransaction(MigrationTarget target, boolean waits, OwnTransaction transaction)
            throws SQLException {
        if (!SchemaLock.takeForTransaction(target.schema(), transaction.connection(), waits)) {
            return Optional.empty();
        }
        if (!settings.lockTimeout().isZero()) {
            LockTimeouts.setForTransaction(transaction.connection(), settings.lockTimeout());
        }
        Done done = migrate(target, transaction.connection());
        transaction.commit();
        return Optional.of(done);
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        Assert.notNull(target, "'target' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        try {
            CallersTransaction transaction =
                    new CallersTransaction(target, connection, SearchPath.of(target, settings));
            return transaction.run(beginning -> {
                prepare(target, beginning.state(), connection);
                Supplier<LongWay> flyway = () -> transaction.guarding(
                        new FlywayRun(target, new Flyway(configurations.of(target, transaction.asDataSource(), true))));
                return migrateInRole(target, connection, () -> migrateWithin(target, beginning, connection, flyway))
                        .done();
            });
        } catch (SQLException | FlywayException failure) {
            throw translated(target, failure);
        }
    }

    private Outcome migrateWithin(
            MigrationTarget target, Beginning beginning, Connection connection, Supplier<LongWay> flyway)
            throws SQLException {
        // Migrations run as the tenant's role by now, if it has one.
        String user = roles == null ? beginning.user() : target.schema().value();
        return migrate(target, beginning.state(), connection, false, beginning.isLocked() ? user : null, flyway);
    }

    @Override
    public SchemaMigrationResult pending(MigrationTarget target) {
        return inspect(target, connection -> look(target, connection, (run, its) -> run.pending()));
    }

    @Override
    public List<PlannedMigration> plan(MigrationTarget target) {
        return inspect(target, connection -> look(target, connection, FlywayRun::plan));
    }

    @Override
    public boolean isBehind(MigrationTarget target) {
        return inspect(target, connection -> isBehind(target, connection));
    }

    private <T> T inspect(MigrationTarget target, Inspection<T> inspection) {
        Assert.notNull(target, "'target' must not be null");
        return inTransactions
                ? inOwnTransaction(target, transaction -> {
                    SearchPath.of(target, settings).setForTransaction(transaction.connection());
                    return inspection.through(transaction.connection());
                })
                : onOwnConnection(target, own -> {
                    if (roles != null) {
                        // Until it is the user's again, who became the tenant's role.
                        own.discardAfterUse();
                    }
                    T found = inspection.through(own.connection());
                    own.giveBackAfterUse();
                    return found;
                });
    }

    @Override
    public List<AlikeTargets> alike(List<MigrationTarget> targets) {
        Assert.notEmpty(targets, "'targets' must not be empty");
        Configuration any = configurations.of(targets.get(0), dataSource, false);
        TenantChecksums checksums = TenantChecksums.of(any);
        // The user may not read what belongs to roles.
        if (roles != null || !FlywayConfigurations.dependOnHistoryOnly(any) || checksums.areUnknown()) {
            return SchemaMigrator.super.alike(targets);
        }
        TargetsByHistory byHistory = new TargetsByHistory(targets, checksums);
        try {
            readHistories(targets, byHistory);
        } catch (SQLException failure) {
            // Each by itself will tell more.
            return SchemaMigrator.super.alike(targets);
        }
        return byHistory.alike();
    }

    private void readHistories(List<MigrationTarget> targets, TargetsByHistory byHistory) throws SQLException {
        Connection connection = OwnConnection.connect(dataSource);
        try {
            new SchemaHistories(connection)
                    .read(targets.stream().map(MigrationTarget::schema).toList(), byHistory::add);
        } finally {
            if (targets.size() > KEPT_IN_MIND) {
                OwnConnection.dispose(dataSource, connection, disposal);
            } else {
                connection.close();
            }
        }
    }

    private <T> T look(MigrationTarget target, Connection connection, Look<T> look) throws SQLException {
        refuseUnfit(target, SchemaState.read(target.schema(), connection));
        return asOwner(target, connection, () -> look.at(run(target, connection), connection));
    }

    private boolean isBehind(MigrationTarget target, Connection connection) throws SQLException {
        SchemaState state = SchemaState.read(target.schema(), connection);
        if (!target.isShared() && (!state.exists() || state.isOfUnknownOrigin())) {
            return true;
        }
        return waitingAMoment(
                connection,
                () -> asOwner(target, connection, () -> run(target, connection).isBehind()));
    }

    /** Does not wait for whoever has locked a history, because he drops it for example: there are others to look at. */
    private <T> T waitingAMoment(Connection connection, RoleWork<T> work) throws SQLException {
        if (inTransactions) {
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

    private <T> T asOwner(MigrationTarget target, Connection connection, RoleWork<T> work) throws SQLException {
        return roles == null || target.isShared() ? work.run() : inRole(target, roles, connection, work);
    }

    /**
     * Migrates as whoever the schema belongs to, and lets the tenants have what was made for all. After a failure it is the
     * caller's to go back to the user: the transaction may be aborted.
     */
    private Outcome migrateInRole(MigrationTarget target, Connection connection, RoleWork<Outcome> migration)
            throws SQLException {
        if (roles == null) {
            return migration.run();
        }
        if (!target.isShared()) {
            return inRole(target, roles, connection, migration);
        }
        Outcome done = migration.run();
        roles.share(connection);
        return done;
    }

    private static <T> T inRole(MigrationTarget target, TenantRoles roles, Connection connection, RoleWork<T> work)
            throws SQLException {
        roles.verifyOwner(target.schema(), connection);
        roles.become(target.schema(), connection);
        T done = work.run();
        roles.leave(connection);
        return done;
    }

    private FlywayRun run(MigrationTarget target, Connection connection) {
        // On a connection of its own Flyway's rollback of an inner step is undone with the migration around it.
        DataSource single = new SharedConnection(connection, () -> {});
        return new FlywayRun(target, new Flyway(configurations.of(target, single, false)));
    }

    private static SchemaState prepare(MigrationTarget target, Connection connection) throws SQLException {
        return prepare(target, SchemaState.read(target.schema(), connection), connection);
    }

    private static SchemaState prepare(MigrationTarget target, SchemaState state, Connection connection)
            throws SQLException {
        refuseUnfit(target, state);
        if (!state.exists()) {
            createShared(target, connection);
        }
        return state;
    }

    private static void refuseUnfit(MigrationTarget target, SchemaState state) {
        if (target.isShared()) {
            return;
        }
        if (!state.exists()) {
            throw new MissingSchemaException(target.schema());
        }
        if (state.isOfUnknownOrigin()) {
            throw new SchemaMigrationException(
                    target,
                    MigrationFailure.of(("it holds tables but no %s, so that it is not known which migrations they have"
                                    + " been through. Move them away, or give it a history with Flyway's 'baseline'")
                            .formatted(FlywayConfigurations.HISTORY_TABLE)),
                    null);
        }
    }

    private static void createShared(MigrationTarget target, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + target.schema().quoted());
        }
    }

    private <T> T onOwnConnection(MigrationTarget target, Work<T> work) {
        try (OwnConnection own = OwnConnection.open(dataSource, SearchPath.of(target, settings), disposal)) {
            return work.on(own);
        } catch (SQLException | FlywayException failure) {
            throw translated(target, failure);
        }
    }

    private <T> T inOwnTransaction(MigrationTarget target, TransactionalWork<T> work) {
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
            throw translated(target, failure);
        }
    }

    private static SchemaMigrationException translated(MigrationTarget target, Exception failure) {
        return new SchemaMigrationException(target, FlywayFailures.facts(target, failure), failure);
    }

    /**
     * What migrates directly, for as long as the files stay as they are.
     *
     * @param migrator what migrates
     * @param sources the files
     * @param state how they were
     */
    private record Direct(DirectMigrator migrator, MigrationSources sources, List<Object> state) {

        static Direct of(Configuration configuration, Duration lockTimeout) {
            MigrationSources sources = MigrationSources.of(configuration);
            // First: what changes meanwhile is noticed next time.
            List<Object> state = sources.state();
            return new Direct(new DirectMigrator(configuration, lockTimeout), sources, state);
        }

        boolean isUpToDate() {
            return sources.state().equals(state);
        }
    }

    @FunctionalInterface
    private interface Work<T> {

        T on(OwnConnection own) throws SQLException;
    }

    @FunctionalInterface
    private interface Look<T> {

        T at(FlywayRun run, Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Inspection<T> {

        T through(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface RoleWork<T> {

        T run() throws SQLException;
    }

    @FunctionalInterface
    private interface TransactionalWork<T> {

        T in(OwnTransaction transaction) throws SQLException;
    }
}
