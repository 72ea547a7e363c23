package io.tenantschemas.testdatabase;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * A user of a test's database that is no superuser: it may log in, create schemas in the database, create and use tables in
 * {@code public}, and create roles, from which it inherits nothing.
 *
 * <p>Roles belong to the whole server. Those that a test creates have to have names that begin like the database's, so that they
 * are nobody else's and are dropped with it.
 */
public final class LimitedUser implements AutoCloseable {

    private static final String PASSWORD = "limited";

    private final TestDatabase database;

    private final String name;

    private LimitedUser(TestDatabase database) {
        this.database = database;
        this.name = database.name() + "_user";
    }

    /**
     * Creates the user.
     *
     * @param database a database, which is dropped with the user
     * @throws PostgresServerException if the server refuses
     */
    public static LimitedUser of(TestDatabase database) {
        LimitedUser user = new LimitedUser(database);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE %s LOGIN NOINHERIT CREATEROLE PASSWORD '%s'".formatted(user.name, PASSWORD));
            statement.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(database.name(), user.name));
            statement.execute("GRANT CREATE, USAGE ON SCHEMA public TO " + user.name);
            return user;
        } catch (SQLException refused) {
            database.close();
            throw new PostgresServerException(
                    "The server did not create user '%s': %s".formatted(user.name, refused.getMessage()), refused);
        }
    }

    /** Returns the name of the user. */
    public String name() {
        return name;
    }

    /** Returns the password of the user. */
    public String password() {
        return PASSWORD;
    }

    /** Returns a data source without a pool for the user. */
    public DataSource dataSource() {
        return database.dataSource(name, PASSWORD);
    }

    /** Returns the roles whose names begin like the database's, this user's included, in order. */
    public List<String> roles() {
        return database.roles().beginningWith(database.name());
    }

    /** Drops the database, and then the user and all roles whose names begin like the database's. */
    @Override
    public void close() {
        database.close();
        database.roles().drop(roles());
    }
}
