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
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationNotice;
import io.tenantschemas.migrate.MigrationOutcome;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.PlannedMigration;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.migrate.flyway.CallersTransaction.Beginning;
import io.tenantschemas.migrate.flyway.DirectMigrator.LongWay;
import io.tenantschemas.migrate.flyway.Shortcut.Arrival;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.tenant.SchemaName;

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

    private final OwnConnections connections;

    private final FlywaySettings settings;

    private final FlywayConfigurations configurations;

    private final SchemaOwner owner;

    private final SchemaInspector inspector;

    private final DirectMigrators direct;

    private final GivenHistories given;

    private final OtherFlyways others = new OtherFlyways(System::nanoTime);

    /** How many shortcuts were taken. */
    private final AtomicInteger shortcuts = new AtomicInteger();

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
        this.connections = new OwnConnections(dataSource, settings, disposal, inTransactions);
        this.settings = settings;
        this.configurations = new FlywayConfigurations(settings, classLoader);
        this.owner = new SchemaOwner(roles);
        this.inspector = new SchemaInspector(connections, configurations, owner);
        this.direct = new DirectMigrators(configurations, dataSource, settings);
        this.given = new GivenHistories(settings, configurations);
    }

    /** Returns Flyway for the shared schema, for those who want to ask it something, Spring Boot for example. */
    public Flyway sharedFlyway() {
        MigrationTarget shared = MigrationTarget.shared(settings.publicSchema());
        return new Flyway(configurations.of(shared, connections.dataSource(), false));
    }

    @Override
    public void verifyMigrations() {
        configurations.refuseAmbiguousOfTenants(connections.dataSource());
    }

    @Override
    public Done migrate(MigrationTarget target) {
        MigrationStop never = new MigrationStop();
        return takeShortcut(target, never, null)
                .or(() -> migrate(target, true, never, always -> true))
                .orElseThrow();
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        return takeShortcut(target, stop, null).or(() -> migrate(target, false, stop, always -> true));
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop, MigrationNotice notice) {
        Assert.notNull(stop, "'stop' must not be null");
        Assert.notNull(notice, "'notice' must not be null");
        return takeShortcut(target, stop, notice).or(() -> migrate(target, false, stop, always -> true));
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop, MigrationCondition condition) {
        Assert.notNull(stop, "'stop' must not be null");
        Assert.notNull(condition, "'condition' must not be null");
        return migrate(target, false, stop, condition);
    }

    private Optional<Done> takeShortcut(MigrationTarget target, MigrationStop stop, @Nullable MigrationNotice notice) {
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
                Arrival end =
                        migrator.take(shortcut, target, own.connection(), SearchPath.of(target, settings), notice);
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

    private Optional<Done> migrate(
            MigrationTarget target, boolean waits, MigrationStop stop, MigrationCondition condition) {
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
        SchemaState state = prepare(target, connection);
        own.discardAfterUse();
        Supplier<LongWay> flyway = () -> {
            interruption.refuseAfterwards(target);
            return FlywayRun.on(connection, target, configurations)
                    .asLongWay(connection, settings.lockTimeout(), interruption);
        };
        MigrationOutcome outcome =
                owner.share(target, connection, () -> migrate(target, state, connection, true, null, flyway));
        // It is done, and what follows does not take long.
        interruption.close();
        if (outcome.leavesNothing()) {
            own.giveBackAfterUse();
        }
        return outcome.done();
    }

    private MigrationOutcome migrate(
            MigrationTarget target,
            SchemaState state,
            Connection connection,
            boolean commits,
            @Nullable String holder,
            Supplier<LongWay> flyway)
            throws SQLException {
        return target.isShared() || !settings.direct()
                ? flyway.get().outcome()
                : direct.get(target)
                        .migrate(target, state, connection, SearchPath.of(target, settings), commits, holder, flyway);
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
        if (!settings.lockTimeout().isZero()) {
            LockTimeouts.setForTransaction(transaction.connection(), settings.lockTimeout());
        }
        Done done = migrate(target, transaction.connection());
        transaction.commit();
        return Optional.of(done);
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        return migrateWithin(target, connection).done();
    }

    @Override
    public MigrationOutcome migrateWithin(MigrationTarget target, Connection connection) {
        Assert.notNull(target, "'target' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        try {
            CallersTransaction transaction =
                    new CallersTransaction(target, connection, SearchPath.of(target, settings));
            return transaction.run(beginning -> {
                prepare(target, beginning.state(), connection);
                Supplier<LongWay> flyway = () -> transaction.guarding(
                        new FlywayRun(target, new Flyway(configurations.of(target, transaction.asDataSource(), true))));
                return owner.share(target, connection, () -> migrateWithin(target, beginning, connection, flyway));
            });
        } catch (SQLException | FlywayException failure) {
            throw OwnConnections.translated(target, failure, settings);
        }
    }

    private MigrationOutcome migrateWithin(
            MigrationTarget target, Beginning beginning, Connection connection, Supplier<LongWay> flyway)
            throws SQLException {
        // Migrations run as the tenant's role by now, if it has one.
        String user =
                owner.isRole() ? target.schema().value() : beginning.session().user();
        return migrate(target, beginning.state(), connection, false, beginning.isLocked() ? user : null, flyway);
    }

    @Override
    public void baseline(MigrationTarget target, String version, Connection connection) {
        given.baseline(target, version, connection);
    }

    @Override
    public boolean hold(MigrationTarget target, Connection connection) throws SQLException {
        return given.hold(target, connection);
    }

    @Override
    public void copyHistory(MigrationTarget from, MigrationTarget to, Connection connection) throws SQLException {
        given.copy(from, to, connection);
    }

    @Override
    public SchemaMigrationResult pending(MigrationTarget target) {
        return inspector.pending(target);
    }

    @Override
    public List<PlannedMigration> plan(MigrationTarget target) {
        return inspector.plan(target);
    }

    @Override
    public boolean isBehind(MigrationTarget target) {
        return inspector.isBehind(target);
    }

    @Override
    public List<AlikeTargets> alike(List<MigrationTarget> targets) {
        Assert.notEmpty(targets, "'targets' must not be empty");
        return inspector.alike(targets).orElseGet(() -> SchemaMigrator.super.alike(targets));
    }

    @Override
    public List<SchemaName> ofTenants(List<SchemaName> schemas) {
        return schemas.isEmpty()
                ? List.of()
                : inspector
                        .ofTenants(schemas)
                        .orElseGet(
                                () -> schemas.stream().filter(this::isOfATenant).toList());
    }

    private boolean isOfATenant(SchemaName schema) {
        return configurations.ofEachType(schema).stream().anyMatch(this::isReadable);
    }

    private boolean isReadable(MigrationTarget target) {
        try {
            pending(target);
            return true;
        } catch (SchemaMigrationException | MissingSchemaException another) {
            // It has been through something else, or is not there any more.
            return false;
        }
    }

    private static SchemaState prepare(MigrationTarget target, Connection connection) throws SQLException {
        return prepare(target, SchemaState.read(target.schema(), connection), connection);
    }

    private static SchemaState prepare(MigrationTarget target, SchemaState state, Connection connection)
            throws SQLException {
        state.refuseUnfit(target);
        if (!state.exists()) {
            createShared(target, connection);
        }
        return state;
    }

    private static void createShared(MigrationTarget target, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + target.schema().quoted());
        }
    }
}
