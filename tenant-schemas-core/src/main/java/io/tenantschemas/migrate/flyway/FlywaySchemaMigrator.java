package io.tenantschemas.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
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

    private final OwnMigrations own;

    private final CallersMigrations callers;

    private final SchemaInspector inspector;

    private final GivenHistories given;

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
        SchemaOwner owner = new SchemaOwner(roles);
        DirectMigrators direct = new DirectMigrators(configurations, dataSource, settings);
        this.callers = new CallersMigrations(settings, configurations, owner, direct);
        this.own = new OwnMigrations(connections, configurations, owner, direct, callers);
        this.inspector = new SchemaInspector(connections, configurations, owner);
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
        return own.takeShortcut(target, never, null)
                .or(() -> own.migrate(target, true, never, always -> true))
                .orElseThrow();
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop) {
        Assert.notNull(stop, "'stop' must not be null");
        return own.takeShortcut(target, stop, null).or(() -> own.migrate(target, false, stop, always -> true));
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop, MigrationNotice notice) {
        Assert.notNull(stop, "'stop' must not be null");
        Assert.notNull(notice, "'notice' must not be null");
        return own.takeShortcut(target, stop, notice).or(() -> own.migrate(target, false, stop, always -> true));
    }

    @Override
    public Optional<Done> tryMigrate(MigrationTarget target, MigrationStop stop, MigrationCondition condition) {
        Assert.notNull(stop, "'stop' must not be null");
        Assert.notNull(condition, "'condition' must not be null");
        return own.migrate(target, false, stop, condition);
    }

    @Override
    public Done migrate(MigrationTarget target, Connection connection) {
        return migrateWithin(target, connection).done();
    }

    @Override
    public MigrationOutcome migrateWithin(MigrationTarget target, Connection connection) {
        Assert.notNull(target, "'target' must not be null");
        Assert.notNull(connection, "'connection' must not be null");
        return callers.migrate(target, connection);
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
}
