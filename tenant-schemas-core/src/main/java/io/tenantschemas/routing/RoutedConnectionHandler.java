package io.tenantschemas.routing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;

/** What a {@link RoutedConnection} does beyond passing calls on. */
final class RoutedConnectionHandler implements InvocationHandler {

    private final Connection target;

    private final TenantBinding binding;

    private final SearchPaths paths;

    private RoutedConnectionHandler(Connection target, TenantBinding binding, SearchPaths paths) {
        this.target = target;
        this.binding = binding;
        this.paths = paths;
    }

    static RoutedConnection wrap(Connection target, TenantBinding binding, SearchPaths paths) {
        return (RoutedConnection) Proxy.newProxyInstance(
                RoutedConnection.class.getClassLoader(),
                new Class<?>[] {RoutedConnection.class},
                new RoutedConnectionHandler(target, binding, paths));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "binding" -> binding;
            case "target" -> target;
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "Connection for " + binding.describe() + ": " + target;
            case "unwrap", "isWrapperFor" -> wrapper(proxy, method, args);
            case "createStatement", "prepareStatement", "prepareCall" -> statement(proxy, method, args);
            default -> pass(target, method, args);
        };
    }

    private @Nullable Object wrapper(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (args != null && args[0] instanceof Class<?> type && type == RoutedConnection.class) {
            return method.getReturnType() == boolean.class ? true : proxy;
        }
        return pass(target, method, args);
    }

    private @Nullable Object statement(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        refuseOtherTenant();
        Statement statement = (Statement) pass(target, method, args);
        // A tenant's own statements pass on as they are: only where no tenant is bound there is something to explain.
        return statement == null || binding.tenant().isPresent()
                ? statement
                : UnboundStatementHandler.wrap(statement, (Connection) proxy, binding);
    }

    private void refuseOtherTenant() {
        TenantBinding now = TenantContext.binding();
        if (now.isBound() && !paths.areSame(now, binding)) {
            throw TenantSwitchException.held("A connection", binding, now);
        }
    }

    static @Nullable Object pass(Object target, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    /** Explains why a relation does not exist. */
    private record UnboundStatementHandler(Statement target, Connection connection, TenantBinding binding)
            implements InvocationHandler {

        static Statement wrap(Statement target, Connection connection, TenantBinding binding) {
            return (Statement) Proxy.newProxyInstance(
                    RoutedConnectionHandler.class.getClassLoader(),
                    new Class<?>[] {jdbcTypeOf(target)},
                    new UnboundStatementHandler(target, connection, binding));
        }

        private static Class<?> jdbcTypeOf(Statement statement) {
            if (statement instanceof java.sql.CallableStatement) {
                return java.sql.CallableStatement.class;
            }
            return statement instanceof java.sql.PreparedStatement ? java.sql.PreparedStatement.class : Statement.class;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            return switch (method.getName()) {
                case "getConnection" -> connection;
                case "equals" -> args != null && proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> explaining(method, args);
            };
        }

        private @Nullable Object explaining(Method method, @Nullable Object @Nullable [] args) throws Throwable {
            try {
                return pass(target, method, args);
            } catch (SQLException failure) {
                if (TenantRequiredSqlException.UNDEFINED_TABLE.equals(failure.getSQLState())) {
                    throw new TenantRequiredSqlException(binding, failure);
                }
                throw failure;
            }
        }
    }
}
