package io.tenantschemas.testdatabase;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database for a test: empty when it is created by {@link PostgresServer#createDatabase()}, gone when it is closed.
 *
 * <p>Its user may do everything a test needs, such as create schemas and roles. Safe for use by several threads.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(TestDatabase.class.getName());

    private final ServerAddress server;

    private final String name;

    private final Runnable afterClose;

    TestDatabase(ServerAddress server, String name, Runnable afterClose) {
        this.server = server;
        this.name = name;
        this.afterClose = afterClose;
    }

    /** Returns the JDBC URL, without user and password. */
    public String url() {
        return server.url(name);
    }

    /** Returns the name of the user. */
    public String username() {
        return server.username();
    }

    /** Returns the password of the user; empty if none is needed. */
    public String password() {
        return server.password();
    }

    /** Returns the name of the database, which no other database of the server has. */
    public String name() {
        return name;
    }

    /** Returns a data source without a pool: each connection is a new one. */
    public DataSource dataSource() {
        return server.dataSource(name);
    }

    Roles roles() {
        return new Roles(server);
    }

    DataSource dataSource(String user, String password) {
        PGSimpleDataSource dataSource = server.dataSource(name);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    /**
     * Drops the database, and then the roles of the server that own something in it or may do something with what is in it,
     * unless they are superusers. Closing twice does nothing. What cannot be dropped is logged, as {@link #close()} does.
     */
    public void closeWithRoles() {
        try {
            List<String> used = roles().usedIn(this);
            close();
            roles().drop(used);
        } catch (PostgresServerException failure) {
            LOGGER.log(Level.WARNING, failure.getMessage());
        }
    }

    /**
     * Drops the database, also while others are connected to it; their connections break. Closing twice does nothing. A
     * database that cannot be dropped is logged, because a test should fail for reasons of its own only.
     */
    @Override
    public void close() {
        try {
            new Databases(server).drop(name);
        } catch (PostgresServerException failure) {
            LOGGER.log(Level.WARNING, failure.getMessage());
        } finally {
            afterClose.run();
        }
    }
}
