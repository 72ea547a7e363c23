package io.tenantschemas.autoconfigure.provision;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Connections that break right after the server has committed, before it can say so. */
final class LosingCommits extends AbstractDataSource {

    private final DataSource pool;

    private final AtomicBoolean losing = new AtomicBoolean();

    LosingCommits(DataSource pool) {
        this.pool = pool;
    }

    /** Loses the next commit. */
    void loseOne() {
        losing.set(true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return losing(pool.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return losing(pool.getConnection(username, password));
    }

    private Connection losing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                LosingCommits.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> call(connection, method, args));
    }

    private @Nullable Object call(Connection connection, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            Object result = method.invoke(connection, args);
            if (method.getName().equals("commit") && losing.getAndSet(false)) {
                throw new SQLException("An I/O error occurred while sending to the backend.", "08006");
            }
            return result;
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
