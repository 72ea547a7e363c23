package io.tenantschemas.provision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * The table of tenants whose schemas are yet to be made, read and written within somebody's transaction and whatever the search
 * path. A tenant without a row is one of which nothing is remembered.
 *
 * <p>A schema is known by its number, not by its name alone: somebody may drop it and make another one.
 */
final class ProvisioningNotes {

    private static final String MILLISECONDS = " * interval '1 millisecond'";

    // Bounded before it is raised to a power, because the result would be too large for a number.
    private static final String PAUSE =
            "LEAST(? * pg_catalog.power(2, LEAST(%s, 40)::double precision), ?::double precision)" + MILLISECONDS;

    private final TenantTable table;

    private final boolean isCertain;

    /**
     * Creates notes.
     *
     * @param table where the rows of tenants are
     * @param mode what the application does: only if schemas are made later is it certain that there is a table for notes
     */
    ProvisioningNotes(TenantTable table, ProvisioningMode mode) {
        this.table = table;
        this.isCertain = mode == ProvisioningMode.ASYNC;
    }

    /** Returns whether there is a table for notes. */
    private boolean areKept(Connection connection) throws SQLException {
        if (isCertain) {
            return true;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table.qualifiedProvisioning());
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    /** Takes note of a new tenant and of the status that it is to have once its schema is there, if notes are kept. */
    void open(Tenant tenant, Connection connection) throws SQLException {
        if (areKept(connection)) {
            // What is there is of no tenant: an id is never used again, except by somebody who writes ids himself.
            String sql =
                    "INSERT INTO %s AS p (tenant_id, wanted_status) VALUES (?, ?) ON CONFLICT (tenant_id) DO UPDATE SET"
                            + " wanted_status = excluded.wanted_status, attempts = 0, is_begun = false, next_attempt_at = pg_catalog.now(), losses = 0,"
                            + " reason = NULL, schema_oid = NULL";
            try (PreparedStatement statement = prepare(sql, connection)) {
                statement.setLong(1, tenant.id());
                statement.setString(2, wanted(tenant.status()).name());
                statement.executeUpdate();
            }
        }
    }

    private static TenantStatus wanted(TenantStatus status) {
        return status.isBuilt() ? status : TenantStatus.ACTIVE;
    }

    /** Returns what is remembered of a tenant. */
    ProvisioningNote find(Tenant tenant, Connection connection) throws SQLException {
        if (!areKept(connection)) {
            return ProvisioningNote.NONE;
        }
        String sql =
                "SELECT wanted_status, attempts, is_begun, EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.oid = p.schema_oid AND"
                        + " n.nspname = ?) FROM %s p WHERE tenant_id = ?";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setString(1, tenant.schema().value());
            statement.setLong(2, tenant.id());
            try (ResultSet result = statement.executeQuery()) {
                return result.next()
                        ? new ProvisioningNote(
                                status(result.getString(1)),
                                result.getInt(2),
                                result.getBoolean(3),
                                result.getBoolean(4))
                        : ProvisioningNote.NONE;
            }
        }
    }

    /** Returns the status of that name, or that of most tenants if somebody wrote what is none. */
    private static TenantStatus status(String name) {
        return Arrays.stream(TenantStatus.values())
                .filter(each -> each.name().equals(name))
                .map(ProvisioningNotes::wanted)
                .findFirst()
                .orElse(TenantStatus.ACTIVE);
    }

    /**
     * Counts an attempt that is about to begin, unless that tenant's turn has not come: another node may have begun one since it
     * was found.
     *
     * @return which attempt it is, or empty if it is not the tenant's turn
     */
    OptionalInt count(Tenant tenant, ProvisioningAttempts attempts, Connection connection) throws SQLException {
        String sql =
                "INSERT INTO %s AS p (tenant_id, attempts, is_begun, next_attempt_at) VALUES (?, 1, true, pg_catalog.now() + "
                        + PAUSE.formatted("0")
                        + ") ON CONFLICT (tenant_id) DO UPDATE SET attempts = p.attempts + 1, is_begun = true, next_attempt_at = pg_catalog.now() + "
                        + PAUSE.formatted("p.attempts")
                        + " WHERE p.next_attempt_at <= pg_catalog.now() RETURNING attempts";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setLong(1, tenant.id());
            setDelays(statement, 2, attempts);
            setDelays(statement, 4, attempts);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? OptionalInt.of(result.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    /** Counts an attempt that somebody has asked for, whoever's turn it is, and returns which one it is. */
    int countAtOnce(Tenant tenant, ProvisioningAttempts attempts, Connection connection) throws SQLException {
        String sql =
                "INSERT INTO %s AS p (tenant_id, attempts, is_begun, next_attempt_at) VALUES (?, 1, true, pg_catalog.now() + "
                        + PAUSE.formatted("0")
                        + ") ON CONFLICT (tenant_id) DO UPDATE SET attempts = p.attempts + 1, is_begun = true,"
                        + " next_attempt_at = excluded.next_attempt_at RETURNING attempts";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setLong(1, tenant.id());
            setDelays(statement, 2, attempts);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    /**
     * Leaves a tenant alone for a while whose last attempt was begun and has not been told of: if its process is there, it is about
     * to. Who finds the tenant after that takes it for one whose process has ended.
     */
    void giveTime(Tenant tenant, ProvisioningAttempts attempts, Connection connection) throws SQLException {
        String sql = "UPDATE %s SET is_begun = false, next_attempt_at = pg_catalog.now() + ?" + MILLISECONDS
                + " WHERE tenant_id = ? AND next_attempt_at <= pg_catalog.now()";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setLong(1, attempts.initialDelay().toMillis());
            statement.setLong(2, tenant.id());
            statement.executeUpdate();
        }
    }

    /** Takes note that the schema of that name was made for the tenant, and returns the schema's number. */
    long own(Tenant tenant, Connection connection) throws SQLException {
        String sql =
                "UPDATE %s SET schema_oid = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ?) WHERE tenant_id = ? RETURNING schema_oid";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setString(1, tenant.schema().value());
            statement.setLong(2, tenant.id());
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new SQLException("nothing is remembered of tenant " + tenant.id());
                }
                return result.getLong(1);
            }
        }
    }

    /**
     * Takes note of why an attempt failed, unless another one was begun since.
     *
     * @return whether it was the last one that was begun
     */
    boolean fail(Tenant tenant, int attempt, String reason, ProvisioningAttempts attempts, Connection connection)
            throws SQLException {
        String sql = "UPDATE %s p SET reason = ?, is_begun = false, next_attempt_at = pg_catalog.clock_timestamp() + "
                + PAUSE.formatted("(p.attempts - 1)") + " WHERE tenant_id = ? AND attempts = ?";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setString(1, reason);
            setDelays(statement, 2, attempts);
            statement.setLong(4, tenant.id());
            statement.setInt(5, attempt);
            return statement.executeUpdate() == 1;
        }
    }

    /** Takes note that an attempt goes on, which keeps others away once more. */
    void goOn(Tenant tenant, int attempt, ProvisioningAttempts attempts, Connection connection) throws SQLException {
        String sql = "UPDATE %s p SET is_begun = true, next_attempt_at = pg_catalog.clock_timestamp() + "
                + PAUSE.formatted("(p.attempts - 1)") + " WHERE tenant_id = ? AND attempts = ?";
        try (PreparedStatement statement = prepare(sql, connection)) {
            setDelays(statement, 1, attempts);
            statement.setLong(3, tenant.id());
            statement.setInt(4, attempt);
            statement.executeUpdate();
        }
    }

    /** Takes an attempt back that did not fail, and has it tried again in a while. */
    void takeBack(Tenant tenant, int attempt, long afterMillis, Connection connection) throws SQLException {
        String sql =
                "UPDATE %s SET attempts = attempts - 1, is_begun = false, next_attempt_at = pg_catalog.clock_timestamp() + ?"
                        + MILLISECONDS + " WHERE tenant_id = ? AND attempts = ?";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setLong(1, afterMillis);
            statement.setLong(2, tenant.id());
            statement.setInt(3, attempt);
            statement.executeUpdate();
        }
    }

    /**
     * Takes an attempt back that did not fail on account of the tenant, as far as is known, and counts that: whichever node it is that
     * each of them is lost in.
     *
     * @return how many were lost since the tenant's turn first came, or zero if another attempt was begun since
     */
    int lose(Tenant tenant, int attempt, String reason, ProvisioningAttempts attempts, Connection connection)
            throws SQLException {
        String sql =
                "UPDATE %s p SET attempts = attempts - 1, is_begun = false, losses = losses + 1, reason = ?, next_attempt_at = pg_catalog.clock_timestamp() + "
                        + PAUSE.formatted("p.losses") + " WHERE tenant_id = ? AND attempts = ? RETURNING losses";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setString(1, reason);
            setDelays(statement, 2, attempts);
            statement.setLong(4, tenant.id());
            statement.setInt(5, attempt);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getInt(1) : 0;
            }
        }
    }

    /** Has a tenant tried as if that had never been done before, and forgets why it failed. Whose its schema is stays. */
    void reopen(Tenant tenant, Connection connection) throws SQLException {
        String sql = "INSERT INTO %s (tenant_id) VALUES (?) ON CONFLICT (tenant_id) DO UPDATE SET attempts = 0,"
                + " is_begun = false, next_attempt_at = pg_catalog.now(), losses = 0, reason = NULL";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.setLong(1, tenant.id());
            statement.executeUpdate();
        }
    }

    /** Forgets tenants that are made, or gone. */
    void forget(Collection<Tenant> tenants, Connection connection) throws SQLException {
        if (areKept(connection)) {
            try (PreparedStatement statement = prepare("DELETE FROM %s WHERE tenant_id = ANY (?)", connection)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "bigint", tenants.stream().map(Tenant::id).toArray()));
                statement.executeUpdate();
            }
        }
    }

    /** Forgets tenants whose rows somebody deleted or changed by hand. */
    void forgetLeftOvers(Connection connection) throws SQLException {
        String sql = "DELETE FROM %s p WHERE NOT EXISTS (SELECT FROM " + table.qualified()
                + " t WHERE t.id = p.tenant_id AND t.status NOT IN ('ACTIVE', 'SUSPENDED', 'MAINTENANCE'))";
        try (PreparedStatement statement = prepare(sql, connection)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Connection connection) throws SQLException {
        return connection.prepareStatement(sql.formatted(table.qualifiedProvisioning()));
    }

    private static void setDelays(PreparedStatement statement, int index, ProvisioningAttempts attempts)
            throws SQLException {
        statement.setDouble(index, (double) attempts.initialDelay().toMillis());
        statement.setDouble(index + 1, (double) attempts.maxDelay().toMillis());
    }
}
