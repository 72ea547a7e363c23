package io.tenantschemas.registry;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts the statements that are executed on the connections of a data source. */
public final class StatementCounter {

    private final AtomicInteger executed = new AtomicInteger();

    private final DataSource dataSource;

    /** Counts what is executed on connections of {@code dataSource}. */
    public StatementCounter(DataSource dataSource) {
        this.dataSource = new DelegatingDataSource(dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                return counting(Connection.class, super.getConnection());
            }
        };
    }

    /** Returns the data source whose statements count. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Returns how many statements were executed so far. */
    public int executed() {
        return executed.get();
    }

    private <T> T counting(Class<T> type, T target) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                executed.incrementAndGet();
            }
            try {
                Object result = method.invoke(target, arguments);
                if (result instanceof CallableStatement statement) {
                    return counting(CallableStatement.class, statement);
                }
                if (result instanceof PreparedStatement statement) {
                    return counting(PreparedStatement.class, statement);
                }
                return result instanceof Statement statement ? counting(Statement.class, statement) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
