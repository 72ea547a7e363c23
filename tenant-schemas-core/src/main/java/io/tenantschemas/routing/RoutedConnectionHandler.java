package io.tenantschemas.routing;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** What a {@link RoutedConnection} does beyond passing calls on. */
final class RoutedConnectionHandler extends Guarded {

    private static final Log logger = LogFactory.getLog(RoutedConnectionHandler.class);

    private static final String WHAT = "A connection";

    private final Connection target;

    private final Guard guard;

    private final Session session;

    private final Release release;

    private final AtomicBoolean closed = new AtomicBoolean();

    private RoutedConnectionHandler(Connection target, Guard guard, Release release) {
        super(target, guard, WHAT);
        this.target = target;
        this.guard = guard;
        this.session = guard.session();
        this.release = release;
        guard.beforeRefusal(this::leave);
    }

    static RoutedConnection wrap(Connection target, Guard guard, Release release) {
        return new RoutedConnectionHandler(target, guard, release).as(RoutedConnection.class);
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return guard.isRefused() ? afterRefusal(proxy, method, args) : callTarget(proxy, method, args);
    }

    /** Lets everybody tidy up as they do, who know nothing of it, while somebody else has the connection. */
    private @Nullable Object afterRefusal(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        return switch (method.getName()) {
            case "isClosed", "getAutoCommit" -> true;
            case "isValid", "isReadOnly" -> false;
            case "rollback",
                    "setAutoCommit",
                    "setReadOnly",
                    "setTransactionIsolation",
                    "setHoldability",
                    "setNetworkTimeout",
                    "releaseSavepoint",
                    "getWarnings",
                    "clearWarnings",
                    "abort",
                    "beginRequest",
                    "endRequest" -> null;
            case "binding", "close" -> callTarget(proxy, method, args);
            default -> whileBound((RoutedConnection) proxy, method, args);
        };
    }

    private @Nullable Object callTarget(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        return switch (method.getName()) {
            case "binding" -> guard.binding();
            case "target" -> target();
            case "targetForProvisioning" -> targetForProvisioning();
            case "close" -> close();
            case "isClosed" -> closed.get() || Boolean.TRUE.equals(pass(method, args));
            // What is needed to tidy up, wherever the connection was left; and what tells nothing of the tenant.
            case "releaseSavepoint",
                    "abort",
                    "isValid",
                    "getWarnings",
                    "clearWarnings",
                    "getAutoCommit",
                    "isReadOnly",
                    "getHoldability",
                    "setHoldability",
                    "getNetworkTimeout",
                    "setNetworkTimeout",
                    "getCatalog",
                    "getClientInfo",
                    "getTypeMap",
                    "nativeSQL",
                    "beginRequest",
                    "endRequest" -> pass(method, args);
            case "commit", "rollback", "setAutoCommit" -> end(method, args);
            case "setReadOnly" -> readOnly(method, args);
            case "getTransactionIsolation", "setTransactionIsolation" -> isolation(method, args);
            case "getMetaData" -> metaData((RoutedConnection) proxy, method, args);
            case "createBlob", "createClob", "createNClob" -> largeObject(method, args);
            default -> whileBound((RoutedConnection) proxy, method, args);
        };
    }

    @Override
    String describe() {
        return "Connection for " + guard.binding().describe() + ": " + target;
    }

    private Connection target() {
        session.noteUnseen();
        return targetForProvisioning();
    }

    private Connection targetForProvisioning() {
        guard.noteUse();
        session.touch(guard.binding());
        session.notePathMoved();
        return target;
    }

    /**
     * Gives the connection back for whoever cannot do anything with it. Not everybody does after an exception that is no
     * SQLException: Spring's streams, for one, lose it.
     */
    private void leave() {
        try {
            close();
        } catch (SQLException | RuntimeException broken) {
            logger.debug("Could not give a connection back, which the pool replaces.", broken);
        }
    }

    private @Nullable Object close() throws SQLException {
        // The pool takes the second of two as nothing, but somebody else may have the session by then.
        if (!closed.getAndSet(true)) {
            guard.end();
            release.release(target, session);
        }
        return null;
    }

    private @Nullable Object end(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        boolean toSavepoint = args != null && args[0] instanceof Savepoint;
        // To the mode that it is in already, nothing is done.
        boolean ends = !toSavepoint && (args == null || !args[0].equals(target.getAutoCommit()));
        if (ends) {
            guard.pointing().beforeEnd();
        }
        Object result = passEnd(method, args, ends, toSavepoint);
        if (guard.isBound()) {
            guard.pointing().afterEnd();
        }
        if (args != null && Boolean.FALSE.equals(args[0]) && guard.isBound()) {
            guard.prepare(Pointing::transactionBegun);
        }
        return result;
    }

    private @Nullable Object passEnd(
            Method method, @Nullable Object @Nullable [] args, boolean ends, boolean toSavepoint) throws Throwable {
        boolean done = false;
        try {
            Object result = pass(method, args);
            done = true;
            return result;
        } finally {
            if (!done || method.getName().equals("rollback")) {
                guard.pointing().rolledBack(toSavepoint);
            } else if (ends) {
                guard.pointing().committed();
            }
        }
    }

    private @Nullable Object readOnly(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.pointing().beforeSetting();
        return pass(method, args);
    }

    private @Nullable Object isolation(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        if (!(guard.pointing() instanceof TransactionPointing transactions)) {
            return pass(method, args);
        }
        if (args != null && args[0] instanceof Integer level) {
            transactions.beforeSetting();
            transactions.isolation(level);
            return null;
        }
        Integer level = transactions.isolation();
        return level != null ? level : pass(method, args);
    }

    private @Nullable Object metaData(RoutedConnection proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        DatabaseMetaData metaData = (DatabaseMetaData) pass(method, args);
        return metaData == null ? null : GuardedMetaData.of(metaData, guard, proxy);
    }

    private @Nullable Object largeObject(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        guard.checkLargeObject("Making a large object");
        return pass(method, args);
    }

    private @Nullable Object whileBound(RoutedConnection proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        guard.check(WHAT);
        StatementNeeds needs = StatementNeeds.PATH;
        switch (method.getName()) {
            case "prepareStatement", "prepareCall" -> needs = guard.noteFirst(args);
            case "setSchema" -> setSchema();
            case "setClientInfo" -> session.noteName(guard.binding());
            case "setSavepoint" -> guard.prepare(Pointing::beforeSavepoint);
            default -> {}
        }
        Object result = asksTheDatabase(method) ? guard.run(() -> pass(method, args)) : pass(method, args);
        return result instanceof Statement statement ? GuardedStatement.of(statement, needs, guard, proxy) : result;
    }

    private static boolean asksTheDatabase(Method method) {
        return switch (method.getName()) {
            // The latter two look for a type of that name.
            case "getSchema", "createArrayOf", "createStruct" -> true;
            default -> false;
        };
    }

    private void setSchema() throws SQLException {
        if (guard.pointing() instanceof TransactionPointing) {
            throw new SessionStateException("Connection.setSchema", "Use SET LOCAL search_path inside a transaction.");
        }
        guard.prepare(Pointing::beforePathMoves);
        session.notePathMoved();
    }

    /** Gives a connection back. */
    @FunctionalInterface
    interface Release {

        /** Gives {@code target} back to where it came from. */
        void release(Connection target, Session session) throws SQLException;
    }
}
