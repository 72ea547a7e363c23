package io.tenantschemas.schema;

import java.sql.SQLException;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when the server's lock table has no room for all that a schema and its copy consist of: each table, index and sequence
 * holds a place until the transaction ends. The transaction has to be rolled back.
 */
public final class SchemaTooLargeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    SchemaTooLargeException(SchemaName from, SchemaName to, SQLException cause) {
        super(
                ("Schema '%s' was not copied to '%s', because the lock table of the server has no room for all their tables,"
                                + " indexes and sequences at once (SQLSTATE %s): %s. Raise max_locks_per_transaction in the server's"
                                + " configuration and restart it, or try again when less is going on.")
                        .formatted(from, to, cause.getSQLState(), cause.getMessage()),
                cause);
        this.schema = from;
    }

    /** Returns the schema that was to be copied. */
    public SchemaName schema() {
        return schema;
    }
}
