package io.tenantschemas.routing.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import io.tenantschemas.routing.PathReports;

/** What PostgreSQL's own driver was told. */
public final class DriverPathReports implements PathReports {

    // As any class: a wrapper may answer with a proxy of its own, which is no connection of the driver's.
    private static final Class<?> DRIVERS_CONNECTION = PGConnection.class;

    @Override
    public @Nullable String of(Connection connection) throws SQLException {
        return parameter(connection, "search_path");
    }

    @Override
    public boolean areStringsStandard(Connection connection) throws SQLException {
        return "on".equals(parameter(connection, "standard_conforming_strings"));
    }

    private static @Nullable String parameter(Connection connection, String name) throws SQLException {
        return connection.isWrapperFor(DRIVERS_CONNECTION)
                        && connection.unwrap(DRIVERS_CONNECTION) instanceof PGConnection driver
                ? driver.getParameterStatus(name)
                : null;
    }
}
