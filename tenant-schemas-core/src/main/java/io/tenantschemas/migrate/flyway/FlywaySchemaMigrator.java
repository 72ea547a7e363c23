package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.NonTransactionalMigrationException;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Done;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.SchemaMigrator;
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

    private final DataSource dataSource;

    private final FlywaySettings settings;

    private final FlywayConfigurations configurations;

    private final ConnectionDisposal disposal;

    private final boolean inTransactions;

    private final @Nullable TenantRoles roles;

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
        Assert.notNull(target, "'target' must not be null");
        return inTransactions ? migrateInTransaction(target) : migrateOnConnection(target);
    }

    private Done migrateOnConnection(MigrationTarget target) {
        return onOwnConnection(target, own -> {
            try (SchemaLock lock = SchemaLock.take(target.schema(), own.connection())) {
                prepare(target, own.connection());
                own.discardAfterUse();
                Done done = migrateInRole(
                        target,
                        own.connection(),
                        () -> run(target, own.connection()).migrate());
                if (done instanceof UpToDate) {
                    own.giveBackAfterUse();
                }
                return done;
            }
        });
    }

    private Done migrateInTransaction(MigrationTarget target) {
        return inOwnTransaction(target, transaction -> {
            SchemaLock.takeForTransaction(target.schema(), transaction.connection());
            Done done = migrate(target, transaction.connection());
            transaction.commit();
            return done;
        });
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        Assert.notNull(target, "'target' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        try {
            CallersTransaction transaction = new CallersTransaction(target, connection);
            return transaction.run(() -> {
                prepare(target, connection);
                SearchPath.of(target, settings).set(connection);
                FlywayRun run =
                        new FlywayRun(target, new Flyway(configurations.of(target, transaction.asDataSource(), true)));
                return migrateInRole(target, connection, () -> transaction.migrate(run));
            });
        } catch (SQLException | FlywayException failure) {
            throw translated(target, failure);
        }
    }

    @Override
    public SchemaMigrationResult pending(MigrationTarget target) {
        Assert.notNull(target, "'target' must not be null");
        return inTransactions
                ? inOwnTransaction(target, transaction -> {
                    SearchPath.of(target, settings).setForTransaction(transaction.connection());
                    return pending(target, transaction.connection());
                })
                : onOwnConnection(target, own -> {
                    if (roles != null) {
                        // Until it is the user's again, who became the tenant's role.
                        own.discardAfterUse();
                    }
                    SchemaMigrationResult pending = pending(target, own.connection());
                    own.giveBackAfterUse();
                    return pending;
                });
    }

    private SchemaMigrationResult pending(MigrationTarget target, Connection connection) throws SQLException {
        refuseUnfit(target, SchemaState.read(target.schema(), connection));
        if (roles == null || target.isShared()) {
            return run(target, connection).pending();
        }
        return inRole(target, roles, connection, () -> run(target, connection).pending());
    }

    /**
     * Migrates as whoever the schema belongs to, and lets the tenants have what was made for all. After a failure it is the
     * caller's to go back to the user: the transaction may be aborted.
     */
    private Done migrateInRole(MigrationTarget target, Connection connection, RoleWork<Done> migration)
            throws SQLException {
        if (roles == null) {
            return migration.run();
        }
        if (!target.isShared()) {
            return inRole(target, roles, connection, migration);
        }
        Done done = migration.run();
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

    private void prepare(MigrationTarget target, Connection connection) throws SQLException {
        SchemaState state = SchemaState.read(target.schema(), connection);
        refuseUnfit(target, state);
        if (!state.exists()) {
            createShared(target, connection);
        }
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

    @FunctionalInterface
    private interface Work<T> {

        T on(OwnConnection own) throws SQLException;
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
