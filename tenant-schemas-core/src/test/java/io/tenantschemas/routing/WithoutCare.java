package io.tenantschemas.routing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

import org.springframework.jdbc.datasource.AbstractDataSource;

/** The plainest pool: hands out its one connection again and again, whatever was done to it. */
final class WithoutCare extends AbstractDataSource {

    private final Connection only;

    WithoutCare(Connection only) {
        this.only = only;
    }

    @Override
    public Connection getConnection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(only, args);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }
}
