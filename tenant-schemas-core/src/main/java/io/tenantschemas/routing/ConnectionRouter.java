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

    /** Creates a router for these paths that does not ask whether a schema still belongs to its tenant. */
    public ConnectionRouter(SearchPaths paths) {
        this(paths, PathReports.none());
    }

    /** Creates a router for these paths that relies on these reports of what a path is. */
    public ConnectionRouter(SearchPaths paths, PathReports reports) {
        this(paths, reports, Optional::empty, System::nanoTime);
    }

    private ConnectionRouter(
            SearchPaths paths, PathReports reports, Supplier<Optional<TenantRows>> rows, LongSupplier nanoTime) {
        Assert.notNull(paths, "'paths' must not be null");
        Assert.notNull(reports, "'reports' must not be null");
        this.paths = paths;
        this.reports = reports;
        this.rows = rows;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns a router for the same paths that asks these rows, if there are any, whether a schema still belongs to its
     * tenant.
     *
     * @param rows the rows; asked for at the first connection of a tenant, because what knows them may need a connection
     */
    public ConnectionRouter asking(Supplier<Optional<TenantRows>> rows) {
        return new ConnectionRouter(paths, reports, SingletonSupplier.of(rows), nanoTime);
    }

    /** Returns the same router with another clock. */
    ConnectionRouter withClock(LongSupplier otherNanoTime) {
        return new ConnectionRouter(paths, reports, rows, otherNanoTime);
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
        boolean autoCommit = connection.getAutoCommit();
        if (!autoCommit && session.hasServed()) {
            // What somebody abandoned is neither gone on with nor committed below, as what the pool sets up has to be.
            // Where there is no transaction, the driver asks the server nothing.
            connection.rollback();
        }
        // Before the server is asked: what changes from here on may not be in its answer.
        Inquiry inquiry = new Inquiry(path(binding), heard(binding), nanoTime.getAsLong());
        if (session.pointsAt(binding, paths, reports.of(connection)) && inquiry.isLeftOutAfter(session.inquiry())) {
            return true;
        }
        if (autoCommit) {
            return pointAndClean(connection, session, binding, inquiry);
        }
        // Without this, the path would be part of the caller's first transaction, and its rollback would bring back the
        // path of whoever had the connection before.
        connection.setAutoCommit(true);
        boolean fit;
        try {
            fit = pointAndClean(connection, session, binding, inquiry);
        } catch (SQLException | RuntimeException | Error failure) {
            endAutoCommitAfter(failure, connection);
            throw failure;
        }
        connection.setAutoCommit(false);
        return fit;
    }

    // On a connection that broke this fails too, and must not hide why.
    private static void endAutoCommitAfter(Throwable failure, Connection connection) {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
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
        if (session.served(binding, paths)) {
            run(
                    connection,
                    PointingSql.of(inquiry.path(), session, check(binding)).text(),
                    binding);
        } else {
            LeftOvers leftOvers = run(connection, pointingAndCleaning(connection, session, binding), binding);
            if (leftOvers != null && !leftOvers.remove(connection, session)) {
                return false;
            }
            session.serves(binding);
        }
        session.pointed(inquiry, reports.of(connection));
        return true;
    }

    private String pointingAndCleaning(Connection connection, Session session, TenantBinding binding)
            throws SQLException {
        PointingSql sql = PointingSql.of(path(binding), session, check(binding) + LeftOvers.COLUMNS)
                .setting("application_name", applicationName(session.applicationName(connection), binding))
                .before(LeftOvers.discarding(session));
        // The path is the same text for both, so neither the driver nor the server notices that tables are others.
        return (session.servedNamesakeOf(binding, paths) ? sql.before("DEALLOCATE ALL;") : sql).text();
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
        run(connection, "SET SESSION search_path = " + path(binding) + ";" + check(binding), binding);
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
        run(connection, begin + LeftOvers.DISCARD_SEQUENCES + localPath(binding) + check(binding), binding);
    }

    /**
     * Points a connection as before, in the midst of its transaction, and takes back what somebody set for the session
     * meanwhile, because the session is somebody else's afterwards.
     */
    void pointForRestOfTransaction(Connection connection, TenantBinding binding) throws SQLException {
        run(connection, "RESET search_path;" + localPath(binding) + check(binding), binding);
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

    private String path(TenantBinding binding) {
        return paths.pathFor(binding).value();
    }

    // current_schema() passes over schemas that are missing or may not be used, which must not go unnoticed.
    private String check(TenantBinding binding) {
        Tenant tenant = paths.tenantOf(binding);
        String condition = tenant == null
                ? "true"
                : rows.get().map(each -> each.conditionFor(tenant)).orElse("true");
        return "SELECT pg_catalog.current_schema(), " + condition;
    }

    private @Nullable LeftOvers run(Connection connection, String sql, TenantBinding binding) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean isResult = statement.execute(sql);
            while (!isResult && statement.getUpdateCount() >= 0) {
                isResult = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                verify(binding, result.getString(1), result.getBoolean(2));
                return result.getMetaData().getColumnCount() > 2 ? LeftOvers.read(result, 3) : null;
            }
        }
    }

    private void verify(TenantBinding binding, @Nullable String schema, boolean hasRow) {
        Tenant tenant = paths.tenantOf(binding);
        if (tenant != null && !hasRow) {
            throw rows.get().orElseThrow().gone(tenant);
        }
        SearchPath path = paths.pathFor(binding);
        if (!path.first().value().equals(schema)) {
            throw new MissingSchemaException(binding, path.first());
        }
    }
}
