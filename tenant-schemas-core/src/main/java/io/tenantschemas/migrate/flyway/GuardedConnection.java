package io.tenantschemas.migrate.flyway;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A connection for Flyway's hands that it cannot close and, when a transaction is open already, that it can neither commit
 * nor roll back. Statements that would do so are refused; savepoints are let through.
 */
final class GuardedConnection implements InvocationHandler {

    /** What is done instead of a rollback that Flyway wants. */
    @FunctionalInterface
    interface Rollback {

        void run() throws SQLException;
    }

    private static final Set<String> TAKES_SQL =
            Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "addBatch");

    private final Connection connection;

    private final boolean insideTransaction;

    private final Rollback rollback;

    private boolean closed;

    private GuardedConnection(Connection connection, Rollback rollback) throws SQLException {
        this.connection = connection;
        this.insideTransaction = !connection.getAutoCommit();
        this.rollback = rollback;
    }

    static Connection guard(Connection connection, Rollback rollback) throws SQLException {
        return proxy(Connection.class, new GuardedConnection(connection, rollback));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        // Flyway looks for classes of the driver in the loader of the connection's class.
        return type.cast(
                Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "Guarded " + connection;
            case "close" -> markClosed();
            case "isClosed" -> closed || connection.isClosed();
            case "abort" -> throw new SQLException("A migration must not abort the connection it is given.");
            case "getMetaData" -> withShortUrl((DatabaseMetaData) call(connection, method, arguments));
            default -> insideTransaction ? inTransaction(method, arguments) : call(connection, method, arguments);
        };
    }

    private @Nullable Object markClosed() {
        closed = true;
        return null;
    }

    private @Nullable Object inTransaction(Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "commit", "setAutoCommit" -> null;
            case "rollback" -> arguments == null ? rollBack() : call(connection, method, arguments);
            case "createStatement" -> watched((Statement) call(connection, method, arguments));
            case "prepareStatement", "prepareCall" -> {
                refuseTransactionControl(arguments);
                yield call(connection, method, arguments);
            }
            default -> call(connection, method, arguments);
        };
    }

    private @Nullable Object rollBack() throws SQLException {
        rollback.run();
        return null;
    }

    private static Statement watched(@Nullable Statement statement) {
        return proxy(Statement.class, (proxy, method, arguments) -> {
            if (TAKES_SQL.contains(method.getName())) {
                refuseTransactionControl(arguments);
            }
            return call(statement, method, arguments);
        });
    }

    /**
     * Leaves out of the URL what stands behind the database. The driver's own data sources put some fifty settings there, and Flyway
     * searches the URL for passwords with expressions whose time grows with its square: a tenth of a second for each of its commands.
     */
    private static DatabaseMetaData withShortUrl(@Nullable DatabaseMetaData metaData) {
        return proxy(DatabaseMetaData.class, (proxy, method, arguments) -> {
            Object answer = call(metaData, method, arguments);
            return method.getName().equals("getURL") && answer instanceof String url ? url.split("\\?", 2)[0] : answer;
        });
    }

    private static void refuseTransactionControl(Object @Nullable [] arguments) throws SQLException {
        if (arguments != null && arguments[0] instanceof String sql) {
            TransactionControl.refuse(sql);
        }
    }

    private static @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() != null ? failure.getCause() : failure;
        }
    }
}
