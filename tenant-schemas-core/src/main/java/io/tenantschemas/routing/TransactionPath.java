package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;

/** Sets the path from within a transaction, on a connection whose session may be anybody's before and after it. */
final class TransactionPath {

    private final BindingSql sql;

    private final Arrival arrival;

    TransactionPath(BindingSql sql, Arrival arrival) {
        this.sql = sql;
        this.arrival = arrival;
    }

    /**
     * Points a connection at the schema of {@code binding} for longer than the transaction that is under way. A rollback undoes
     * it.
     *
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's, as the transaction sees it
     * @throws SQLException if the database could not be asked
     */
    void setForSession(Connection connection, TenantBinding binding) throws SQLException {
        arrival.of(connection, sql.forUnknownSession(binding), binding);
    }

    /**
     * Points a connection at the schema of {@code binding} for the length of the transaction that begins with this.
     *
     * @param isolation the isolation of the transaction, as in {@link Connection}, or null for the server's default
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's any more
     * @throws SQLException if the database could not be asked
     */
    void begin(Connection connection, TenantBinding binding, @Nullable Integer isolation) throws SQLException {
        // First: after any query the server refuses it.
        String begin = isolation == null ? "" : isolation(isolation);
        arrive(connection, binding, begin + LeftOvers.DISCARD_SEQUENCES);
    }

    /**
     * Points a connection as before, in the midst of its transaction, and takes back what somebody set for the session
     * meanwhile, because the session is somebody else's afterwards.
     */
    void setForRest(Connection connection, TenantBinding binding) throws SQLException {
        arrive(connection, binding, "RESET search_path;");
    }

    private void arrive(Connection connection, TenantBinding binding, String before) throws SQLException {
        arrival.of(connection, sql.forTransactionOfUnknown(binding, before), binding);
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
}
