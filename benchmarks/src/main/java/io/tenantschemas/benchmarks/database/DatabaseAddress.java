package io.tenantschemas.benchmarks.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.postgresql.ds.PGSimpleDataSource;

import io.tenantschemas.testdatabase.TestDatabase;

/**
 * How a database is reached.
 *
 * @param host where its server is
 * @param port where it listens there
 * @param name the database's
 * @param user who may do everything
 * @param password the user's, empty if none is needed
 */
public record DatabaseAddress(String host, int port, String name, String user, String password) {

    static DatabaseAddress of(TestDatabase database) {
        PGSimpleDataSource read = new PGSimpleDataSource();
        read.setUrl(database.url());
        return new DatabaseAddress(
                read.getServerNames()[0],
                read.getPortNumbers()[0],
                database.name(),
                database.username(),
                database.password());
    }

    DatabaseAddress at(int otherPort) {
        return new DatabaseAddress(host, otherPort, name, user, password);
    }

    DatabaseAddress named(String otherName) {
        return new DatabaseAddress(host, port, otherName, user, password);
    }

    /** Returns the JDBC URL, without user and password. */
    public String url() {
        return "jdbc:postgresql://%s:%d/%s?sslmode=disable&gssEncMode=disable".formatted(host, port, name);
    }

    /** Returns what Spring is told of it. */
    public List<String> properties() {
        return List.of(
                "spring.datasource.url=" + url(),
                "spring.datasource.username=" + user,
                "spring.datasource.password=" + password);
    }

    /** Opens a connection. */
    public Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    /** Returns a data source without a pool. */
    public PGSimpleDataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url());
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }
}
