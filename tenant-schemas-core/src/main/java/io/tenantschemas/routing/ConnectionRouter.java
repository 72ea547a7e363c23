package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantBinding;

/** Points connections at schemas and makes sure that they got there. */
public final class ConnectionRouter {

    // One round trip. The path is set before current_schema() looks at it: a materialized CTE is computed first.
    // current_schema() passes over schemas that are missing or may not be used, which must not go unnoticed.
    private static final String POINT =
            "WITH path AS MATERIALIZED (SELECT pg_catalog.set_config('search_path', ?, false))"
                    + " SELECT pg_catalog.current_schema() FROM path";

    private final SearchPaths paths;

    /** Creates a router for these paths. */
    public ConnectionRouter(SearchPaths paths) {
        Assert.notNull(paths, "'paths' must not be null");
        this.paths = paths;
    }

    /** Returns the paths at which this router points. */
    public SearchPaths paths() {
        return paths;
    }

    /**
     * Points a connection that no transaction is using at the schema of {@code binding}, so that neither a rollback nor a
     * rollback to a savepoint changes that.
     *
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws SQLException if the database could not be asked
     */
    void point(Connection connection, TenantBinding binding) throws SQLException {
        if (connection.getAutoCommit()) {
            pointInTransaction(connection, binding);
            return;
        }
        // Without this, the path would be part of the caller's first transaction, and its rollback would bring back the
        // path of whoever had the connection before.
        connection.setAutoCommit(true);
        try {
            pointInTransaction(connection, binding);
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /**
     * Points a connection at the schema of {@code binding} from within the transaction that is under way. A rollback undoes
     * it.
     *
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws SQLException if the database could not be asked
     */
    public void pointInTransaction(Connection connection, TenantBinding binding) throws SQLException {
        SearchPath path = paths.pathFor(binding);
        if (!path.first().value().equals(setPath(connection, path))) {
            throw new MissingSchemaException(binding, path.first());
        }
    }

    private static @Nullable String setPath(Connection connection, SearchPath path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POINT)) {
            statement.setString(1, path.value());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }
}
