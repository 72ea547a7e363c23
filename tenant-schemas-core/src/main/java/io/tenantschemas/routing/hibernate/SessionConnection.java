package io.tenantschemas.routing.hibernate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.tenant.SchemaName;

/**
 * The connection of a session, where it is fetched at the first statement only: it would be that of whoever is bound then,
 * into whose tables the session would write.
 */
final class SessionConnection implements InvocationHandler {

    private final Connection target;

    private final String identifier;

    private final SchemaName publicSchema;

    private SessionConnection(Connection target, String identifier, SchemaName publicSchema) {
        this.target = target;
        this.identifier = identifier;
        this.publicSchema = publicSchema;
    }

    static Connection of(Connection target, String identifier, SchemaName publicSchema) {
        return (Connection) Proxy.newProxyInstance(
                SessionConnection.class.getClassLoader(),
                ClassUtils.getAllInterfaces(target),
                new SessionConnection(target, identifier, publicSchema));
    }

    /** Returns if the thread is bound to the tenant of the session {@code identifier}. */
    static void check(String identifier, SchemaName publicSchema) {
        TenantBinding binding = TenantContext.binding();
        if (!binding.identifier(publicSchema).equals(identifier)) {
            throw TenantSwitchException.held("A session", identifier, binding);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        switch (method.getName()) {
            case "equals" -> {
                return args != null && proxy == args[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            // What may fetch the connection. To end a transaction must be possible everywhere.
            case "createStatement", "prepareStatement", "prepareCall", "setSavepoint", "getMetaData", "unwrap" ->
                check(identifier, publicSchema);
            default -> {
                // Reaches no connection, or one that was fetched.
            }
        }
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }
}
