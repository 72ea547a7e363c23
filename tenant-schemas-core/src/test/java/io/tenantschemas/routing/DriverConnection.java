package io.tenantschemas.routing;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** What looks like a connection of the driver's to whoever asks no server with it. */
final class DriverConnection {

    private DriverConnection() {}

    /**
     * Returns one.
     *
     * @param isClosed whether it is closed
     * @param close what closing it does
     */
    static Connection open(Predicate<Connection> isClosed, Consumer<Connection> close) {
        return (Connection) Proxy.newProxyInstance(
                DriverConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class, PGConnection.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "isWrapperFor" -> true;
                    case "unwrap" -> proxy;
                    case "isClosed" -> isClosed.test((Connection) proxy);
                    case "close" -> closed((Connection) proxy, close);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == args[0];
                    case "toString" -> "connection " + System.identityHashCode(proxy);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static @Nullable Object closed(Connection connection, Consumer<Connection> close) {
        close.accept(connection);
        return null;
    }
}
