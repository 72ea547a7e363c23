package io.tenantschemas.isolationcheck.leak;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.routing.RoutedConnection;

/** A connection works for as long as somebody holds it, whoever is bound by then. */
final class Unguarded extends ConnectionLeak {

    @Override
    String before(Connection pooled) {
        return "";
    }

    @Override
    Connection after(RoutedConnection routed, String before) {
        return (Connection) Proxy.newProxyInstance(
                RoutedConnection.class.getClassLoader(),
                new Class<?>[] {RoutedConnection.class},
                (proxy, method, args) -> call(makesStatement(method) ? routed.target() : routed, method, args));
    }

    static boolean makesStatement(Method method) {
        return method.getName().startsWith("prepare") || method.getName().equals("createStatement");
    }

    static @Nullable Object call(Connection target, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
