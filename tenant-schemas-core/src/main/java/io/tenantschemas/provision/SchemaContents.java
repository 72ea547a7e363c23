package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * What would be lost with a schema. One that does not exist holds nothing.
 *
 * @param tables how many tables there are, partitions not counted
 * @param bytes what its tables, indexes, materialised views and sequences take on the disk
 */
public record SchemaContents(long tables, long bytes) {

    // A size is null for what is dropped at that moment.
    private static final String SQL = """
            SELECT pg_catalog.count(*) FILTER (WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition),
                   coalesce(pg_catalog.sum(pg_catalog.pg_total_relation_size(c.oid)), 0)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'm', 'S')
            """;

    /**
     * Measures a schema.
     *
     * @param dataSource where a connection comes from, which need not point at any schema
     * @throws TenantBusyException if somebody keeps a table of the schema to himself and does not end
     * @throws ProvisioningFailedException if the database refused something else
     */
    public static SchemaContents of(SchemaName schema, DataSource dataSource) {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(dataSource, "'dataSource' must not be null");
        return new Refusals(schema, "measured").explain(() -> {
            try (Connection connection = dataSource.getConnection()) {
                boolean autoCommit = connection.getAutoCommit();
                connection.setAutoCommit(false);
                SchemaContents contents;
                try {
                    contents = LockTimeout.around(connection, () -> of(schema, connection));
                } catch (SQLException | RuntimeException failure) {
                    giveBack(connection, autoCommit, failure);
                    throw failure;
                }
                connection.rollback();
                connection.setAutoCommit(autoCommit);
                return contents;
            }
        });
    }

    private static void giveBack(Connection connection, boolean autoCommit, Exception failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    private static SchemaContents of(SchemaName schema, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, schema.value());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new SchemaContents(result.getLong(1), result.getLong(2));
            }
        }
    }
}
