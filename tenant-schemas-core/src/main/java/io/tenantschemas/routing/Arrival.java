package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/** Makes sure that sessions got where they were pointed. */
final class Arrival {

    private final SearchPaths paths;

    private final Supplier<Optional<TenantRows>> rows;

    private final boolean roles;

    /**
     * As one that goes by these rows.
     *
     * @param roles whether sessions become roles
     */
    Arrival(SearchPaths paths, Supplier<Optional<TenantRows>> rows, boolean roles) {
        this.paths = paths;
        this.rows = rows;
        this.roles = roles;
    }

    /**
     * Points a session and verifies where it is.
     *
     * @return what the last one left in it, if that was asked
     * @throws MissingSchemaException if the schema does not exist or may not be used
     * @throws StaleTenantException if the schema is not the tenant's any more
     * @throws SQLException if the database could not be asked
     */
    Optional<LeftOvers> of(Connection connection, PointingSql sql, TenantBinding binding) throws SQLException {
        return of(reader -> LastAnswer.of(connection, sql.text(), reader), binding);
    }

    /** Does the same in other words. */
    Optional<LeftOvers> of(Pointed pointed, TenantBinding binding) throws SQLException {
        try {
            return pointed.read(row -> read(binding, row));
        } catch (SQLException refused) {
            Tenant tenant = paths.tenantOf(binding);
            if (roles && tenant != null && RoleRefusedException.isBehind(refused)) {
                throw new RoleRefusedException(tenant, refused);
            }
            throw refused;
        }
    }

    private Optional<LeftOvers> read(TenantBinding binding, ResultSet row) throws SQLException {
        verify(binding, row.getString(1), row.getBoolean(2));
        return LeftOvers.from(row, 3);
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

    /** What points a session, and answers where it is. */
    @FunctionalInterface
    interface Pointed {

        /** Points it and has the answer read. */
        Optional<LeftOvers> read(LastAnswer.Reader<Optional<LeftOvers>> reader) throws SQLException;
    }
}
