package io.tenantschemas.routing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;

/**
 * A borrower's view of a connection that is in a transaction of its owner's: commit does nothing, a rollback is only noted,
 * for the owner to act on, and close ends this view alone. Savepoints work as ever.
 */
final class HeldConnection implements InvocationHandler {

    private final Connection target;

    private final LentConnection loan;

    private boolean closed;

    private HeldConnection(Connection target, LentConnection loan) {
        this.target = target;
        this.loan = loan;
    }

    static Connection of(Connection target, LentConnection loan) {
        return (Connection) Proxy.newProxyInstance(
                HeldConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new HeldConnection(target, loan));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> args != null && proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "Lent " + target;
            case "isClosed" -> isOver() || target.isClosed();
            case "close" -> close();
            case "isValid" -> !isOver() && target.isValid(args == null ? 0 : (int) args[0]);
            default -> whileLent(method, args);
        };
    }

    private boolean isOver() {
        return closed || loan.isOver();
    }

    private @Nullable Object close() {
        closed = true;
        return null;
    }

    private @Nullable Object whileLent(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (isOver()) {
            // By now the connection may belong to somebody else, and point at another tenant.
            throw new SQLNonTransientConnectionException(
                    closed
                            ? "This connection is closed."
                            : "This connection was lent for the initializers of a new tenant, which have ended. Close"
                                    + " what uses a connection (sessions, streams) before the initializer returns.",
                    Guard.CONNECTION_DOES_NOT_EXIST);
        }
        return switch (method.getName()) {
            case "commit", "setAutoCommit", "setReadOnly", "setTransactionIsolation" -> null;
            case "rollback" -> rollback(args);
            case "abort" -> throw new SQLException("A connection that was lent cannot be aborted.");
            default -> Guarded.pass(target, method, args);
        };
    }

    private @Nullable Object rollback(@Nullable Object @Nullable [] args) throws SQLException {
        if (args != null && args[0] instanceof Savepoint savepoint) {
            target.rollback(savepoint);
        } else {
            loan.requestRollback();
        }
        return null;
    }
}
