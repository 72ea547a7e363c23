package io.tenantschemas.routing;

import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/** Sees to it that what is asked of the database on one connection finds the search path where it has to be. */
interface Pointing {

    /** For a connection that was pointed when it was handed out and stays so. */
    Pointing DONE = new Pointing() {};

    /** Does {@code work}, which asks the database something, with the path in place. */
    default @Nullable Object run(Work work) throws Throwable {
        return work.run();
    }

    /** Takes note that a transaction has begun, of which nothing was asked yet. */
    default void transactionBegun() throws SQLException {}

    /** Takes note that something is about to be set that has to come before whatever is asked in a transaction. */
    default void beforeSetting() throws SQLException {}

    /** Sees to it that the path is in place for a transaction that is to stay open. */
    default void beforeSavepoint() throws Throwable {}

    /** Returns whether work that is done now is committed with its end, so that nothing can be fetched afterwards. */
    default boolean commitsAtOnce() throws SQLException {
        return false;
    }

    /**
     * Sees to it that {@code statement} may be asked to describe its result.
     *
     * @throws SessionStateException if that would leave something in a session that somebody else gets next
     */
    default void beforeDescription(Statement statement) throws SQLException {}

    /** Takes note that a transaction has ended. */
    default void transactionEnded() {}

    /** Work that asks the database something. */
    @FunctionalInterface
    interface Work {

        /** Does the work. */
        @Nullable
        Object run() throws Throwable;
    }
}
