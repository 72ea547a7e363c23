package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/** Points connections at schemas and makes sure that they got there. */
public final class ConnectionRouter {

    private final SearchPaths paths;

    private final PathReports reports;

    private final Supplier<Optional<TenantRows>> rows;

    private final LongSupplier nanoTime;

    private final TenantQuestion question;

    private final SearchPath shared;

    private final boolean roles;

    private final String pathOfRoles;

    private final TenantPointing tenantPointing;

    /** Creates a router for these paths that does not ask whether a schema still belongs to its tenant. */
    public ConnectionRouter(SearchPaths paths) {
        this(paths, PathReports.none());
    }

    /** Creates a router for these paths that relies on these reports of what a path is. */
    public ConnectionRouter(SearchPaths paths, PathReports reports) {
        this(paths, reports, Optional::empty, System::nanoTime, false);
    }

    private ConnectionRouter(
            SearchPaths paths,
            PathReports reports,
            Supplier<Optional<TenantRows>> rows,
            LongSupplier nanoTime,
            boolean roles) {
        Assert.notNull(paths, "'paths' must not be null");
        Assert.notNull(reports, "'reports' must not be null");
        this.paths = paths;
        this.reports = reports;
        this.rows = rows;
        this.nanoTime = nanoTime;
        this.question = new TenantQuestion(rows);
        this.shared = paths.pathFor(TenantBinding.toShared());
        this.roles = roles;
        this.pathOfRoles = shared.afterUser();
        this.tenantPointing = new TenantPointing(rows, paths.publicSchema(), roles ? pathOfRoles : null);
    }

    /**
     * Returns a router for the same paths that asks these rows, if there are any, whether a schema still belongs to its
     * tenant.
     *
     * @param rows the rows; asked for at the first connection of a tenant, because what knows them may need a connection
     */
    public ConnectionRouter asking(Supplier<Optional<TenantRows>> rows) {
        return new ConnectionRouter(paths, reports, SingletonSupplier.of(rows), nanoTime, roles);
    }

    /**
     * Returns a router for the same paths whose connections become the role that is called like the schema, for as long as they
     * point there. The text of the path is one for all then, so that nothing that was prepared is planned anew.
     *
     * @see RoutingStrategy#ROLE
     */
    public ConnectionRouter becomingRoles() {
        return new ConnectionRouter(paths, reports, rows, nanoTime, true);
    }

    /** Returns whether connections become roles. */
    boolean becomesRoles() {
        return roles;
    }

    /** Returns the same router with another clock. */
    ConnectionRouter withClock(LongSupplier otherNanoTime) {
        return new ConnectionRouter(paths, reports, rows, otherNanoTime, roles);
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
        if (session.isSpoiltFor(binding, paths)) {
            return false;
        }
        OutsideTransactions.abandon(connection, session);
        // Before the server is asked: what changes from here on may not be in its answer.
        Inquiry inquiry = inquiry(binding);
        // Without the latter, the path would be part of the caller's first transaction, and its rollback would
        // bring back the path of whoever had the connection before.
        return isKnownToPointAt(connection, session, binding, inquiry)
                || OutsideTransactions.run(connection, () -> pointAndClean(connection, session, binding, inquiry));
    }

    /** Returns what is to be asked for {@code binding} now. */
    Inquiry inquiry(TenantBinding binding) {
        return new Inquiry(paths.pathFor(binding, shared).value(), heard(binding), nanoTime.getAsLong());
    }

    private boolean isKnownToPointAt(Connection connection, Session session, TenantBinding binding, Inquiry inquiry)
            throws SQLException {
        return session.pointsAt(binding, paths, reported(connection))
                && !session.keepsNumbersOfOthersThan(binding, paths)
                && inquiry.isLeftOutAfter(session.inquiry());
    }

    /** Returns the time of the router's clock, in nanoseconds. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Returns the path that the server reported last, or null if it reports none. */
    @Nullable
    String reported(Connection connection) throws SQLException {
        return reports.of(connection);
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

    /**
     * Returns since which interruption this node is told when the tenant is dropped or renamed, or a negative number if it is
     * not. Nobody drops what everybody sees.
     */
    private long heard(TenantBinding binding) {
        return paths.tenantOf(binding) == null
                ? Inquiry.NOTHING_TO_HEAR
                : rows.get().map(each -> each.heard().getAsLong()).orElse(-1L);
    }

    private boolean pointAndClean(Connection connection, Session session, TenantBinding binding, Inquiry inquiry)
            throws SQLException {
        // First: the path moves also where the answer is that the schema is missing or another's, and then whoever the
        // session served before must not be taken for the one to whom it points.
        session.forgetInquiry();
        if (session.served(binding, paths) && !session.keepsNumbersOfOthersThan(binding, paths)) {
            run(connection, pointing(session, check(binding), binding).text(), binding);
        } else {
            Optional<LeftOvers> leftOvers = runPointingAndCleaning(connection, session, binding);
            if (leftOvers.isPresent() && !leftOvers.get().remove(connection, session)) {
                return false;
            }
            session.serves(binding);
        }
        session.pointed(inquiry, reported(connection));
        return true;
    }

    /**
     * Points a session in which nobody but {@code binding} left anything, outside of transactions, unless it is known to point
     * there.
     */
    void pointAgain(Connection connection, Session session, TenantBinding binding, String before) throws SQLException {
        Inquiry inquiry = inquiry(binding);
        if (!before.isEmpty() || !isKnownToPointAt(connection, session, binding, inquiry)) {
            session.forgetInquiry();
            PointingSql sql =
                    PointingSql.of(inquiry.path(), session, check(binding)).before(before);
            run(connection, namedUnlessChosen(sql, connection, session, binding).text(), binding);
            session.pointed(inquiry, reported(connection));
        }
    }

    /** Does the same from within the transaction that is under way, whose rollback undoes it. */
    void pointSessionInTransaction(Connection connection, Session session, TenantBinding binding, String before)
            throws SQLException {
        session.forgetInquiry();
        PointingSql sql = PointingSql.of(path(binding), session, check(binding)).before(before);
        run(connection, namedUnlessChosen(sql, connection, session, binding).text(), binding);
        session.notePathMoved();
    }

    /**
     * Points a session for what is left of the transaction that is under way, or begins with this.
     *
     * @param beforeQueries whether something follows that has to come before any query, so that nothing is asked
     */
    void pointForRestOfTransaction(
            Connection connection, Session session, TenantBinding binding, String before, boolean beforeQueries)
            throws SQLException {
        if (beforeQueries) {
            session.notePathMoved();
            try (Statement statement = connection.createStatement()) {
                statement.execute(before + localPath(binding));
            }
            return;
        }
        PointingSql sql =
                PointingSql.local(path(binding), session, check(binding)).before(before);
        run(connection, namedUnlessChosen(sql, connection, session, binding).text(), binding);
    }

    /** Returns whether the path is that of the shared tables. */
    boolean isNeutral(Connection connection) throws SQLException {
        String path = LastAnswer.of(connection, "SHOW search_path", row -> row.getString(1));
        return path.equals(path(TenantBinding.toShared()).replace("\"", ""));
    }

    private PointingSql namedUnlessChosen(
            PointingSql sql, Connection connection, Session session, TenantBinding binding) throws SQLException {
        return session.isNamed() ? sql : named(sql, connection, session, binding);
    }

    /** Adds the name under which the server lists the session. */
    private PointingSql named(PointingSql sql, Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        return sql.setting("application_name", applicationName(session.applicationName(connection), binding));
    }

    private Optional<LeftOvers> runPointingAndCleaning(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        Tenant tenant = paths.tenantOf(binding);
        boolean isUsual = !session.pathMayHaveMoved()
                && !session.hasTemporaryObjects()
                && !session.servedNamesakeOf(binding, paths);
        if (tenant != null && isUsual) {
            String name = applicationName(session.applicationName(connection), binding);
            return explained(
                    tenant,
                    () -> tenantPointing.ask(connection, tenant, path(binding), name, row -> read(binding, row)));
        }
        return run(connection, pointingAndCleaning(connection, session, binding), binding);
    }

    private String pointingAndCleaning(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        PointingSql sql = named(
                        pointing(session, check(binding) + LeftOvers.COLUMNS, binding), connection, session, binding)
                .before(LeftOvers.discarding(session));
        // The path is the same text for both, so neither the driver nor the server notices that tables are others.
        return (session.servedNamesakeOf(binding, paths) ? sql.before("DEALLOCATE ALL;") : sql).text();
    }

    private PointingSql pointing(Session session, String select, TenantBinding binding) {
        return becoming(PointingSql.of(path(binding), session, select), binding);
    }

    private PointingSql becoming(PointingSql sql, TenantBinding binding) {
        Tenant tenant = paths.tenantOf(binding);
        return roles ? sql.becoming(tenant == null ? null : tenant.schema()) : sql;
    }

    // First whose it is, because the server cuts off what is too long.
    private String applicationName(String ofPool, TenantBinding binding) {
        Tenant tenant = paths.tenantOf(binding);
        if (tenant == null) {
            return ofPool;
        }
        return ofPool.isEmpty() ? tenant.schema().value() : tenant.schema() + "@" + ofPool;
    }

    /**
     * Points a connection at the schema of {@code binding} from within the transaction that is under way. A rollback undoes
     * it.
     *
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's, as the transaction sees it
     * @throws SQLException if the database could not be asked
     */
    void pointInTransaction(Connection connection, TenantBinding binding) throws SQLException {
        String path = "SET SESSION search_path = " + path(binding) + ";";
        run(
                connection,
                becoming(new PointingSql(path, check(binding), "", false), binding)
                        .text(),
                binding);
    }

    /**
     * Points a connection at the schema of {@code binding} for the length of the transaction that begins with this.
     *
     * @param isolation the isolation of the transaction, as in {@link Connection}, or null for the server's default
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's any more
     * @throws SQLException if the database could not be asked
     */
    void pointForTransaction(Connection connection, TenantBinding binding, @Nullable Integer isolation)
            throws SQLException {
        // First: after any query the server refuses it.
        String begin = isolation == null ? "" : isolation(isolation);
        run(connection, begin + pointingLocally(LeftOvers.DISCARD_SEQUENCES, binding), binding);
    }

    /**
     * Points a connection as before, in the midst of its transaction, and takes back what somebody set for the session
     * meanwhile, because the session is somebody else's afterwards.
     */
    void pointForRestOfTransaction(Connection connection, TenantBinding binding) throws SQLException {
        run(connection, pointingLocally("RESET search_path;", binding), binding);
    }

    private String pointingLocally(String before, TenantBinding binding) {
        return becoming(new PointingSql(before + localPath(binding), check(binding), "", true), binding)
                .text();
    }

    private String localPath(TenantBinding binding) {
        return "SET LOCAL search_path = " + path(binding) + ";";
    }

    private static String isolation(int level) throws SQLException {
        return "SET TRANSACTION ISOLATION LEVEL "
                + switch (level) {
                    case Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED ->
                        "READ COMMITTED;";
                    case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ;";
                    case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE;";
                    default -> throw new SQLException("There is no isolation level %d.".formatted(level));
                };
    }

    // For each checkout, so the part that is the same for all is not put together anew.
    String path(TenantBinding binding) {
        return roles ? pathOfRoles : paths.pathFor(binding, shared).value();
    }

    // current_schema() passes over schemas that are missing or may not be used, which must not go unnoticed.
    private String check(TenantBinding binding) {
        Tenant tenant = paths.tenantOf(binding);
        return "SELECT pg_catalog.current_schema(), " + (tenant == null ? "true" : conditionFor(tenant));
    }

    /** Returns a condition in SQL that is true where the schema is the tenant's, as far as there are rows that tell. */
    String conditionFor(Tenant tenant) {
        return rows.get().map(each -> each.conditionFor(tenant)).orElse("true");
    }

    private Optional<LeftOvers> run(Connection connection, String sql, TenantBinding binding) throws SQLException {
        return explained(paths.tenantOf(binding), () -> LastAnswer.of(connection, sql, row -> read(binding, row)));
    }

    private Optional<LeftOvers> read(TenantBinding binding, ResultSet row) throws SQLException {
        verify(binding, row.getString(1), row.getBoolean(2));
        return LeftOvers.from(row, 3);
    }

    private Optional<LeftOvers> explained(
            @Nullable Tenant tenant, OutsideTransactions.Work<Optional<LeftOvers>> pointing) throws SQLException {
        try {
            return pointing.run();
        } catch (SQLException refused) {
            if (roles && tenant != null && RoleRefusedException.isBehind(refused)) {
                throw new RoleRefusedException(tenant, refused);
            }
            throw refused;
        }
    }

    private void verify(TenantBinding binding, @Nullable String schema, boolean hasRow) {
        Tenant tenant = paths.tenantOf(binding);
        if (tenant != null) {
            verifyRow(tenant, hasRow);
        }
        SearchPath path = paths.pathFor(binding);
        if (!path.first().value().equals(schema)) {
            throw roles && tenant != null
                    ? MissingSchemaException.ofRole(binding, path.first())
                    : new MissingSchemaException(binding, path.first());
        }
    }

    /** Returns if the tenant has its row, as far as there are rows. */
    void verifyRow(Tenant tenant, boolean hasRow) {
        if (!hasRow) {
            throw rows.get().orElseThrow().gone(tenant);
        }
    }
}
