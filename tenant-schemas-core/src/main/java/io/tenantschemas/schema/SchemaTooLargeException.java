package io.tenantschemas.schema;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when the server's lock table has no room for all that a schema consists of, when that is copied, renamed or dropped: each
 * table, index and sequence that is copied or dropped holds a place until the transaction ends. The transaction has to be rolled
 * back.
 */
public final class SchemaTooLargeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final String RAISE =
            "Raise max_locks_per_transaction in the server's configuration and restart it, or try"
                    + " again when less is going on.";

    private static final String IN_BATCHES =
            "Outside of a transaction, delete-tenant and TenantProvisioner.drop(...) drop a tenant"
                    + " in batches. Or raise max_locks_per_transaction in the server's configuration and restart it.";

    private final transient SchemaName schema;

    private SchemaTooLargeException(SchemaName schema, String message, @Nullable SQLException cause) {
        super(message, cause);
        this.schema = schema;
    }

    /**
     * Returns the refusal to copy a schema.
     *
     * @param locks how many places that takes
     * @param table how many there are
     */
    static SchemaTooLargeException copied(SchemaName from, SchemaName to, long locks, LockTable table) {
        return new SchemaTooLargeException(
                from,
                ("Schema '%s' was not copied to '%s', because that takes about %,d places in the server's lock table, which has %,d, and"
                                + " half of them are left to others. Raise max_locks_per_transaction in the server's configuration and"
                                + " restart it.")
                        .formatted(from, to, locks, table.places()),
                null);
    }

    /** Returns what is thrown when there was no place left while a schema was copied. */
    static SchemaTooLargeException copied(SchemaName from, SchemaName to, SQLException cause) {
        return new SchemaTooLargeException(
                from,
                "Schema '%s' was not copied to '%s', because the lock table of the server has no room for all their tables, indexes and sequences at once (SQLSTATE %s): %s. %s"
                        .formatted(from, to, cause.getSQLState(), cause.getMessage(), RAISE),
                cause);
    }

    /**
     * Returns the refusal to drop a schema in one transaction.
     *
     * @param locks how many places that takes
     * @param table how many there are
     */
    public static SchemaTooLargeException dropped(SchemaName schema, long locks, LockTable table) {
        return new SchemaTooLargeException(
                schema,
                "Schema '%s' was not dropped in one transaction, because that takes %,d places in the server's lock table, which has %,d. %s"
                        .formatted(schema, locks, table.places(), IN_BATCHES),
                null);
    }

    /** Returns what is thrown when there was no place left while a schema was dropped. */
    public static SchemaTooLargeException dropped(SchemaName schema, SQLException cause) {
        return new SchemaTooLargeException(
                schema,
                "Schema '%s' was not dropped in one transaction, because the server's lock table is full (SQLSTATE %s): %s. %s"
                        .formatted(schema, cause.getSQLState(), cause.getMessage(), IN_BATCHES),
                cause);
    }

    /**
     * Returns the refusal to rename a schema, for which all of its tables are locked at once.
     *
     * @param tables how many it has
     * @param table how many places there are
     */
    public static SchemaTooLargeException renamed(SchemaName schema, long tables, LockTable table) {
        return new SchemaTooLargeException(
                schema,
                "Schema '%s' was not renamed, because its %,d tables have to be locked at once, and the server's lock table has %,d places. %s"
                        .formatted(schema, tables, table.places(), RAISE),
                null);
    }

    /** Returns what is thrown when there was no place left while a schema was renamed. */
    public static SchemaTooLargeException renamed(SchemaName schema, SQLException cause) {
        return new SchemaTooLargeException(
                schema,
                "Schema '%s' was not renamed, because its tables have to be locked at once, and the server's lock table is full (SQLSTATE %s): %s. %s"
                        .formatted(schema, cause.getSQLState(), cause.getMessage(), RAISE),
                cause);
    }

    /** Returns the schema that was to be copied, renamed or dropped. */
    public SchemaName schema() {
        return schema;
    }
}
