package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/** Points connections at schemas and makes sure that they got there. */
public final class ConnectionRouter {

    private final SearchPaths paths;

    private final Supplier<Optional<TenantRows>> rows;

    /** Creates a router for these paths that does not ask whether a schema still belongs to its tenant. */
    public ConnectionRouter(SearchPaths paths) {
        this(paths, Optional::empty);
    }

    private ConnectionRouter(SearchPaths paths, Supplier<Optional<TenantRows>> rows) {
        Assert.notNull(paths, "'paths' must not be null");
        this.paths = paths;
        this.rows = rows;
    }

    /**
     * Returns a router for the same paths that asks these rows, if there are any, whether a schema still belongs to its
     * tenant.
     *
     * @param rows the rows; asked for at the first connection of a tenant, because what knows them may need a connection
     */
    public ConnectionRouter asking(Supplier<Optional<TenantRows>> rows) {
        return new ConnectionRouter(paths, SingletonSupplier.of(rows));
    }

    /** Returns the paths at which this router points. */
    public SearchPaths paths() {
        return paths;
    }

    /**
     * Points a connection that no transaction is using at the schema of {@code binding}, so that neither a rollback nor a
     * rollback to a savepoint changes that, and rids it of what others left in its session.
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
        if (connection.getAutoCommit()) {
            return pointAndClean(connection, session, binding);
        }
        // Without this, the path would be part of the caller's first transaction, and its rollback would bring back the
        // path of whoever had the connection before.
        if (session.hasServed()) {
            // What somebody abandoned is not committed by the next line, as what the pool sets up has to be.
            connection.rollback();
        }
        connection.setAutoCommit(true);
        boolean fit;
        try {
            fit = pointAndClean(connection, session, binding);
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

    private boolean pointAndClean(Connection connection, Session session, TenantBinding binding) throws SQLException {
        String path = pathStatement(binding, session.otherWording());
        if (session.served(binding, paths)) {
            run(connection, path + check(binding), binding);
            return true;
        }
        // The path is the same text for both, so neither the driver nor the server notices that tables are others.
        String prepared = session.servedNamesakeOf(binding, paths) ? "DEALLOCATE ALL;" : "";
        LeftOvers leftOvers = run(
                connection,
                path + prepared + LeftOvers.discarding(session) + check(binding) + LeftOvers.COLUMNS,
                binding);
        if (leftOvers != null && !leftOvers.remove(connection, session)) {
            return false;
        }
        session.serves(binding);
        return true;
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
        run(connection, pathStatement(binding, false) + check(binding), binding);
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
        return "SET LOCAL search_path = " + paths.pathFor(binding).value() + ";";
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

    // A SET and not set_config(...): before PostgreSQL 18 the driver drops what it prepared for another path only
    // when it reads these words.
    private String pathStatement(TenantBinding binding, boolean otherWording) {
        return "SET SESSION search_path " + (otherWording ? "TO " : "= ")
                + paths.pathFor(binding).value() + ";";
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
