package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * How a server is reached.
 *
 * @param prefix its JDBC URL up to the name of the database
 * @param maintenanceDatabase the database to connect to for creating others
 * @param suffix the JDBC URL from the name of the database on
 * @param username who connects
 * @param password with which password
 */
record ServerAddress(String prefix, String maintenanceDatabase, String suffix, String username, String password) {

    private static final String SUPERUSER = "postgres";

    static ServerAddress local(int port, String password) {
        return of("127.0.0.1", port, password);
    }

    static ServerAddress of(String host, int port, String password) {
        return new ServerAddress("jdbc:postgresql://%s:%d/".formatted(host, port), SUPERUSER, "", SUPERUSER, password);
    }

    /**
     * Takes a JDBC URL apart.
     *
     * @throws PostgresServerException if it names no user
     */
    static ServerAddress parse(String url) {
        PGSimpleDataSource read = read(url);
        String[] parts = url.split("\\?", 2);
        return new ServerAddress(
                parts[0].substring(0, parts[0].indexOf('/', "jdbc:postgresql://".length()) + 1),
                Optional.ofNullable(read.getDatabaseName()).orElse(SUPERUSER),
                parts.length == 1 ? "" : withoutCredentials(parts[1]),
                Optional.ofNullable(read.getUser())
                        .orElseThrow(() -> new PostgresServerException(
                                ("The JDBC URL in the %s names no user. Append '?user=...&password=...' with a user who may"
                                                + " create databases and roles.")
                                        .formatted(Setting.DATABASE))),
                Optional.ofNullable(read.getPassword()).orElse(""));
    }

    private static PGSimpleDataSource read(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        try {
            dataSource.setUrl(url);
            return dataSource;
        } catch (IllegalArgumentException refused) {
            // Neither the URL nor the cause reaches a message: there is a password in it.
            throw new PostgresServerException(
                    "The JDBC URL in the %s cannot be read by PostgreSQL's driver.".formatted(Setting.DATABASE));
        }
    }

    private static String withoutCredentials(String parameters) {
        String rest = Arrays.stream(parameters.split("&"))
                .filter(parameter -> !parameter.startsWith("user=") && !parameter.startsWith("password="))
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? "" : "?" + rest;
    }

    String url(String database) {
        return prefix + database + suffix;
    }

    String maintenanceUrl() {
        return url(maintenanceDatabase);
    }

    /** Returns a data source without a pool. */
    PGSimpleDataSource dataSource(String database) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url(database));
        dataSource.setUser(username);
        dataSource.setPassword(password);
        return dataSource;
    }

    Connection connect() throws SQLException {
        PGSimpleDataSource dataSource = dataSource(maintenanceDatabase);
        dataSource.setLoginTimeout(20);
        return dataSource.getConnection();
    }

    /** Returns whether the server lets us in. */
    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(20);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return maintenanceUrl();
    }
}
