package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.context.TenantBinding;

/** Points connections at schemas and makes sure that they got there. */
public final class ConnectionRouter {

    private final SearchPaths paths;

    private final PathReports reports;

    private final Supplier<Optional<TenantRows>> rows;

    private final LongSupplier nanoTime;

    private final boolean roles;

    private final MigratedSchemas migrated;

    private final TenantQuestion question;

    private final BindingSql sql;

    private final Arrival arrival;

    private final Whereabouts whereabouts;

    private final SessionPath sessionPath;

    private final PathOnDemand onDemand;

    private final TransactionPath inTransactions;

    /** Creates a router for these paths that does not ask whether a schema still belongs to its tenant. */
    public ConnectionRouter(SearchPaths paths) {
        this(paths, PathReports.none());
    }

    /** Creates a router for these paths that relies on these reports of what a path is. */
    public ConnectionRouter(SearchPaths paths, PathReports reports) {
        this(paths, reports, Optional::empty, System::nanoTime, false, new MigratedSchemas());
    }

    private ConnectionRouter(
            SearchPaths paths,
            PathReports reports,
            Supplier<Optional<TenantRows>> rows,
            LongSupplier nanoTime,
            boolean roles,
            MigratedSchemas migrated) {
        Assert.notNull(paths, "'paths' must not be null");
        Assert.notNull(reports, "'reports' must not be null");
        this.paths = paths;
        this.reports = reports;
        this.rows = rows;
        this.nanoTime = nanoTime;
        this.roles = roles;
        this.migrated = migrated;
        this.question = new TenantQuestion(rows);
        String pathOfRoles = roles ? paths.pathFor(TenantBinding.toShared()).afterUser() : null;
        this.sql = new BindingSql(paths, rows, pathOfRoles);
        this.arrival = new Arrival(paths, rows, roles);
        this.whereabouts = new Whereabouts(paths, reports, rows, nanoTime);
        this.sessionPath = new SessionPath(
                paths, sql, new TenantPointing(rows, paths.publicSchema(), pathOfRoles), arrival, whereabouts);
        this.onDemand = new PathOnDemand(sql, arrival, whereabouts);
        this.inTransactions = new TransactionPath(sql, arrival);
    }

    /**
     * Returns a router for the same paths that asks these rows, if there are any, whether a schema still belongs to its
     * tenant.
     *
     * @param rows the rows; asked for at the first connection of a tenant, because what knows them may need a connection
     */
    public ConnectionRouter asking(Supplier<Optional<TenantRows>> rows) {
        return new ConnectionRouter(paths, reports, SingletonSupplier.of(rows), nanoTime, roles, migrated);
    }

    /**
     * Returns a router for the same paths whose connections become the role that is called like the schema, for as long as they
     * point there. The text of the path is one for all then, so that nothing that was prepared is planned anew.
     *
     * @see RoutingStrategy#ROLE
     */
    public ConnectionRouter becomingRoles() {
        return new ConnectionRouter(paths, reports, rows, nanoTime, true, migrated);
    }

    /** Returns whether connections become roles. */
    boolean becomesRoles() {
        return roles;
    }

    /** Returns the same router with another clock. */
    ConnectionRouter withClock(LongSupplier otherNanoTime) {
        return new ConnectionRouter(paths, reports, rows, otherNanoTime, roles, migrated);
    }

    /**
     * Returns the schemas that went through migrations, for whoever hears of one to add it. They are the same for all routers that
     * are made of this one.
     */
    public MigratedSchemas migratedSchemas() {
        return migrated;
    }

    /** Returns the paths at which this router points. */
    public SearchPaths paths() {
        return paths;
    }

    /**
     * Points a connection that no transaction is using at the schema of {@code binding}, so that neither a rollback nor a
     * rollback to a savepoint changes that, and rids it of what others left in its session. Where it is known to point there,
     * because the server said so within the last second and nothing was done or told since that may have changed it, the server
     * is asked nothing.
     *
     * @return whether the connection is fit for use; otherwise it has to be taken out of service
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's any more
     * @throws SQLException if the database could not be asked
     */
    boolean point(Connection connection, Session session, TenantBinding binding) throws SQLException {
        return sessionPath.set(connection, session, binding);
    }

    /** Returns what points connections that are on the neutral path, when something has to be found by another. */
    PathOnDemand onDemand() {
        return onDemand;
    }

    /** Returns what points connections within transactions. */
    TransactionPath inTransactions() {
        return inTransactions;
    }

    /** Returns the path of {@code binding}. */
    String path(TenantBinding binding) {
        return sql.path(binding);
    }

    /** Returns what is known of where sessions point. */
    Whereabouts whereabouts() {
        return whereabouts;
    }

    /** Returns what makes sure that they got there. */
    Arrival arrival() {
        return arrival;
    }

    /** Returns whether a backslash in a plain text is known to mean itself. */
    boolean areStringsStandard(Connection connection) throws SQLException {
        return reports.areStringsStandard(connection);
    }

    /** Returns what is asked about a tenant. */
    TenantQuestion question() {
        return question;
    }

    /** Returns the rows of tenants, if there are any to ask. */
    Optional<TenantRows> rows() {
        return rows.get();
    }
}
