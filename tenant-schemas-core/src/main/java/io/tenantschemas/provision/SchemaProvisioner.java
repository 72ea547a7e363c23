package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.migrate.MigrationCondition;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.role.TenantRoles;
import io.tenantschemas.routing.ConnectionRouter;
import io.tenantschemas.routing.GuestWork;
import io.tenantschemas.routing.Loan;
import io.tenantschemas.routing.RoutingDataSource;
import io.tenantschemas.schema.SchemaCopy;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Makes and drops the schema of one tenant, within a transaction that is under way and on its connection. The transaction
 * commits the tenant's row, its schema and its seed data together, or none of them.
 */
public final class SchemaProvisioner {

    private static final String IN_FAILED_SQL_TRANSACTION = "25P02";

    private final RoutingDataSource dataSource;

    private final Schemas schemas;

    private final SchemaBuilder builder;

    private final Supplier<PlatformTransactionManager> transactionManager;

    private final Supplier<Stream<TenantInitializer>> initializers;

    private final PublicHosts mainSite;

    private final boolean isApart;

    /**
     * Creates a provisioner of schemas that belong to the database user.
     *
     * @param dataSource the data source that holds the tenants
     * @param builder what makes the tables
     * @param transactionManager what the initializers' transactions are begun with
     * @param initializers what fills a new schema, in order
     */
    public SchemaProvisioner(
            RoutingDataSource dataSource,
            SchemaBuilder builder,
            Supplier<PlatformTransactionManager> transactionManager,
            Supplier<Stream<TenantInitializer>> initializers) {
        this(dataSource, null, builder, transactionManager, initializers, PublicHosts.of());
    }

    /**
     * Creates a provisioner of schemas that are made and changed on connections of the data source that holds the tenants.
     *
     * @param dataSource the data source that holds the tenants
     * @param roles the roles to which the schemas belong, or null if they belong to the database user
     * @param builder what makes the tables
     * @param transactionManager what the initializers' transactions are begun with
     * @param initializers what fills a new schema, in order
     * @param mainSite the hosts that no tenant can have
     */
    public SchemaProvisioner(
            RoutingDataSource dataSource,
            @Nullable TenantRoles roles,
            SchemaBuilder builder,
            Supplier<PlatformTransactionManager> transactionManager,
            Supplier<Stream<TenantInitializer>> initializers,
            PublicHosts mainSite) {
        this(dataSource, roles, builder, transactionManager, initializers, mainSite, false);
    }

    /**
     * Creates a provisioner.
     *
     * @param dataSource the data source that holds the tenants
     * @param roles the roles to which the schemas belong, or null if they belong to the database user
     * @param builder what makes the tables
     * @param transactionManager what the initializers' transactions are begun with; asked for at first use, because its bean
     *     needs the entity manager factory, which needs this
     * @param initializers what fills a new schema, in order; asked for at each use, for the same reason
     * @param mainSite the hosts that no tenant can have
     * @param isApart whether schemas are made and changed on connections of another data source than that which holds the tenants,
     *     so that they are never made in a transaction that saves a tenant
     */
    public SchemaProvisioner(
            RoutingDataSource dataSource,
            @Nullable TenantRoles roles,
            SchemaBuilder builder,
            Supplier<PlatformTransactionManager> transactionManager,
            Supplier<Stream<TenantInitializer>> initializers,
            PublicHosts mainSite,
            boolean isApart) {
        Assert.notNull(dataSource, "'dataSource' must not be null");
        Assert.notNull(builder, "'builder' must not be null");
        Assert.notNull(mainSite, "'mainSite' must not be null");
        this.dataSource = dataSource;
        this.schemas = new Schemas(roles);
        this.builder = builder;
        this.transactionManager = transactionManager;
        this.initializers = initializers;
        this.mainSite = mainSite;
        this.isApart = isApart;
    }

    /** Returns whether schemas are made and changed on connections of another data source than that which holds the tenants. */
    boolean isApart() {
        return isApart;
    }

    /**
     * Makes the tenant's schema and fills it. Whoever gets an exception from this must roll the transaction back.
     *
     * @param tenant the tenant, whose row is written but not committed
     * @param connection the connection that wrote it, in its transaction
     * @throws SchemaExistsException if there is a schema of that name, or a role where schemas belong to roles
     * @throws TenantRefusedException if schemas are made on connections of another data source
     * @throws MissingPrivilegeException if the database user may not create schemas
     * @throws io.tenantschemas.role.MissingRolePrivilegeException if the database user may not create roles
     * @throws InitializerFailedException if an initializer failed in a way that cannot be thrown on as it is
     * @throws TenantSchemasException if the schema could not be built
     * @throws SQLException if the database refused something
     */
    public void create(Tenant tenant, Connection connection) throws SQLException {
        if (isApart) {
            throw TenantRefusedException.madeApart(tenant.schema());
        }
        makeEmpty(tenant.schema(), connection);
        complete(tenant, connection);
    }

    /** Makes a schema without anything in it, which nobody may use yet. */
    void makeEmpty(SchemaName schema, Connection connection) throws SQLException {
        schemas.create(schema, connection);
    }

    /** Builds a tenant's schema that is there, as far as it is not built already, and fills it. */
    void complete(Tenant tenant, Connection connection) throws SQLException {
        TenantBinding outer = TenantContext.binding();
        GuestWork guest = dataSource.beginGuestWork(connection);
        boolean leftNothing = isApart ? lookedAt(tenant, connection) : builder.build(tenant, connection);
        List<TenantInitializer> fillers = initializers.get().toList();
        if (!fillers.isEmpty()) {
            initialize(tenant, fillers, connection);
        }
        if (leftNothing && fillers.isEmpty()) {
            guest.endWithoutTrace();
        } else {
            guest.end();
        }
        // Migrations and initializers moved the path for the session, not only for the transaction. After a failure
        // nothing is needed here, because the rollback that has to follow brings the path back.
        dataSource.pointInTransaction(connection, outer);
    }

    /** Looks at a schema that was built on other connections, of which nothing is left on this one. */
    private boolean lookedAt(Tenant tenant, Connection connection) throws SQLException {
        // Whoever took this attempt for one that had ended may have dropped what it built, and made another schema.
        if (!builder.isBuilt(tenant, connection)) {
            throw TenantRefusedException.begunAnew(tenant.schema());
        }
        return true;
    }

    /**
     * Builds a tenant's schema that is there on connections of the builder's own.
     *
     * @param condition whether it is still the tenant's
     * @return false if another process is at it, or it is the tenant's no more
     */
    boolean buildByItself(Tenant tenant, MigrationStop stop, MigrationCondition condition) {
        return builder.buildByItself(tenant, stop, condition);
    }

    /**
     * Makes the schema of a new tenant as a copy of another tenant's, and fills nothing but what that has.
     *
     * @param options what of it is copied
     */
    void copy(SchemaName from, Tenant to, CopyOptions options, Connection connection) throws SQLException {
        TenantBinding outer = TenantContext.binding();
        schemas.refuseUnlessCopyable(from);
        // What a migration made meanwhile would be in its history, and not in the copy.
        if (!builder.hold(from, connection)) {
            throw TenantRefusedException.beingMigrated(from, "copied");
        }

        schemas.create(to.schema(), connection);
        GuestWork guest = beginGuestWork(connection);
        SchemaCopy.of(from, to.schema())
                .withData(options.withData())
                .allowingMentions(options.mentionsAllowed())
                .allowingLargeObjects(dataSource.rules().largeObjects())
                .sharing(router().paths().shared().toList())
                .run(connection);
        if (!options.withData()) {
            builder.inherit(from, to.schema(), connection);
        }
        // Defaults and functions of the application were called.
        end(guest, outer, connection);
    }

    /**
     * Brings the schema of a new tenant up to date that somebody else made, and fills nothing.
     *
     * @param baseline the version that it is at, or null if its history says that
     */
    void adopt(Tenant tenant, @Nullable String baseline, Connection connection) throws SQLException {
        TenantBinding outer = TenantContext.binding();
        schemas.refuseUnlessAdoptable(tenant.schema(), connection);
        GuestWork guest = beginGuestWork(connection);
        if (baseline != null) {
            builder.baseline(tenant, baseline, connection);
        }
        builder.build(tenant, connection);
        end(guest, outer, connection);
    }

    /** Returns null where the connection is not one of the application's, and nobody's after the transaction. */
    private @Nullable GuestWork beginGuestWork(Connection connection) throws SQLException {
        return isApart ? null : dataSource.beginGuestWork(connection);
    }

    private void end(@Nullable GuestWork guest, TenantBinding outer, Connection connection) throws SQLException {
        if (guest != null) {
            guest.end();
            dataSource.pointInTransaction(connection, outer);
        }
    }

    /**
     * Drops a schema with all that is in it, after everybody who uses it.
     *
     * @param schema the schema of a tenant, never the public one or an extra one
     * @param connection a connection in a transaction
     * @throws TenantRefusedException for the public schema and the extra ones
     * @throws io.tenantschemas.schema.SchemaNeededException if something of other schemas would go along
     * @throws io.tenantschemas.schema.SchemaTooLargeException if the server has no room for so many locks
     * @throws SQLException if the database refused something
     */
    public void drop(SchemaName schema, Connection connection) throws SQLException {
        if (isEverybodys(schema)) {
            throw TenantRefusedException.ofEverybody(schema, "dropped");
        }
        schemas.drop(schema, connection);
    }

    /** Returns what drops such a schema little by little. */
    PartialDrop partialDrop(SchemaName schema) {
        return new PartialDrop(schema, router().paths().shared().toList(), schemas);
    }

    /** Keeps others from migrating the schema until the transaction ends, or returns false if somebody is at it. */
    boolean hold(SchemaName schema, Connection connection) throws SQLException {
        return builder.hold(schema, connection);
    }

    /** Renames the schema of a tenant, after everybody who uses it. */
    void rename(SchemaName schema, SchemaName name, RenameOptions options, Connection connection) throws SQLException {
        schemas.rename(schema, name, options, connection);
    }

    /**
     * Drops a schema that was begun and never used, unless somebody is at it.
     *
     * @throws TenantRefusedException if it is being built
     */
    void dropUnused(SchemaName schema, Connection connection) throws SQLException {
        // Otherwise the next migration would find the schema gone, and make its tables in the public one.
        if (isBeingBuilt(schema, connection)) {
            throw TenantRefusedException.beingBuilt(schema);
        }
        drop(schema, connection);
    }

    /** Returns whether another process builds the schema; if not, none can until the transaction ends. */
    boolean isBeingBuilt(SchemaName schema, Connection connection) throws SQLException {
        return !builder.hold(schema, connection);
    }

    /**
     * Refuses a name that nobody can have any more.
     *
     * @throws SchemaExistsException if a schema has the name, or where schemas belong to roles, a role
     */
    void refuseTaken(SchemaName name, Connection connection) throws SQLException {
        schemas.refuseTaken(name, connection);
    }

    /** Returns whether nobody can have that name any more. */
    boolean isTaken(SchemaName name, Connection connection) throws SQLException {
        return schemas.isTaken(name, connection);
    }

    /** Returns the schema that holds the shared tables, which is neither made nor dropped for a tenant. */
    public SchemaName publicSchema() {
        return router().paths().publicSchema();
    }

    /** Returns whether the name belongs to a schema in everybody's search path, other than the public one. */
    public boolean isReserved(SchemaName schema) {
        return router().paths().extra().contains(schema);
    }

    /** Returns whether the schema is in everybody's search path. */
    public boolean isEverybodys(SchemaName schema) {
        return schema.equals(publicSchema()) || isReserved(schema);
    }

    /**
     * Refuses hosts that are the main site's for a tenant that is not.
     *
     * @throws DomainTakenException if one is
     */
    void refuseMainSites(SchemaName schema, Collection<HostName> hosts) {
        if (!schema.equals(publicSchema())) {
            hosts.stream().filter(mainSite::contains).findFirst().ifPresent(host -> {
                throw DomainTakenException.byMainSite(schema, host);
            });
        }
    }

    private void initialize(Tenant tenant, List<TenantInitializer> fillers, Connection connection) throws SQLException {
        try (TenantScope scope = TenantScope.openInsideTransaction(TenantBinding.toFill(tenant))) {
            dataSource.pointInTransaction(connection, TenantContext.binding());
            runOneByOne(tenant, fillers, connection);
        }
    }

    private void runOneByOne(Tenant tenant, List<TenantInitializer> fillers, Connection connection)
            throws SQLException {
        try (Loan loan = dataSource.lend(connection)) {
            for (TenantInitializer initializer : fillers) {
                InitializerTransaction.with(transactionManager.get(), tenant).run(initializer);
                if (loan.isRollbackRequested()) {
                    throw InitializerFailedException.rolledBack(tenant, initializer, null);
                }
                assertPath(tenant, initializer, connection);
            }
        }
    }

    /** Also tells an initializer that went on after an error, which PostgreSQL does not. */
    private void assertPath(Tenant tenant, TenantInitializer initializer, Connection connection) throws SQLException {
        try {
            dataSource.pointInTransaction(connection, TenantContext.binding());
        } catch (SQLException refused) {
            if (IN_FAILED_SQL_TRANSACTION.equals(refused.getSQLState())) {
                throw InitializerFailedException.afterError(tenant, initializer, refused);
            }
            throw refused;
        }
    }

    private ConnectionRouter router() {
        return dataSource.router();
    }
}
