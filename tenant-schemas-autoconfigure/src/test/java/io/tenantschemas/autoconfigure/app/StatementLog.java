package io.tenantschemas.autoconfigure.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Notes every statement that reaches the pool of an application. Stands behind the routing, next to the pool. */
public final class StatementLog implements BeanPostProcessor, PriorityOrdered {

    private final List<String> statements = new CopyOnWriteArrayList<>();

    /** Returns what was executed while {@code action} ran. */
    public List<String> during(Runnable action) {
        statements.clear();
        action.run();
        return new ArrayList<>(statements);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource dataSource ? new Logged(dataSource) : bean;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    // No DelegatingDataSource: routing would go within it, and what routing sends would pass unseen.
    private final class Logged extends AbstractDataSource {

        private final DataSource target;

        Logged(DataSource target) {
            this.target = target;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return proxy(Connection.class, target.getConnection(), "");
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return proxy(Connection.class, target.getConnection(username, password), "");
        }
    }

    private <T> T proxy(Class<T> type, Object target, String prepared) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> call(target, method, args, prepared)));
    }

    private @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] args, String prepared)
            throws Throwable {
        String sql = args != null && args.length > 0 && args[0] instanceof String text ? text : prepared;
        if (method.getName().startsWith("execute")) {
            statements.add(sql);
        }
        try {
            Object result = method.invoke(target, args);
            return result instanceof Statement ? proxy(method.getReturnType(), result, sql) : result;
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
