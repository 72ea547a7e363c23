package io.tenantschemas.autoconfigure.diagnose;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the statements that are executed on the connections of a data source. */
final class CountedStatements {

    private final AtomicLong executed = new AtomicLong();

    DataSource counting(DataSource dataSource) {
        return counting(DataSource.class, dataSource);
    }

    long executed() {
        return executed.get();
    }

    private <T> T counting(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("execute")) {
                        executed.incrementAndGet();
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        if (result instanceof Connection) {
                            return counting(Connection.class, result);
                        }
                        if (result instanceof PreparedStatement) {
                            return counting(PreparedStatement.class, result);
                        }
                        return result instanceof Statement ? counting(Statement.class, result) : result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }
}
