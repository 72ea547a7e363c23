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

    /** Does {@code work}, which executes a statement with these needs. */
    default @Nullable Object run(StatementNeeds needs, Work work) throws Throwable {
        return run(work);
    }

    /** Sees to it that names are found by the path from now on, because somebody is about to move it. */
    default void beforePathMoves() throws SQLException {}

    /** Takes note that there is a statement, or is part of a batch, that may move the path when it is executed. */
    default void pathMayMove() {}

    /** Returns whether what it does depends on the needs of each statement. */
    default boolean depends() {
        return false;
    }

    /** Returns whether the path is set only where it counts, so that names are better qualified. */
    default boolean qualifies() {
        return false;
    }

    /** Returns whether a backslash in a plain text is known to mean itself. */
    default boolean areStringsStandard() throws SQLException {
        return false;
    }

    /** Returns whether what is done with shared tables may find names by the path, or leave something in the session. */
    default boolean isSharedByRoutines() {
        return false;
    }

    /** Sees to it that the path is in place for what is done with the driver's own objects. */
    default void beforeUnseen() throws SQLException {}

    /** Takes note that a transaction has begun, of which nothing was asked yet. */
    default void transactionBegun() throws SQLException {}

    /** Takes note that something is about to be set that has to come before whatever is asked in a transaction. */
    default void beforeSetting() throws SQLException {}

    /** Sees to it that the path is in place for a transaction that is to stay open. */
    default void beforeSavepoint() throws SQLException {}

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

    /** Takes note that a transaction is about to end, one way or the other. */
    default void beforeEnd() {}

    /** Takes note that a transaction was committed. */
    default void committed() {}

    /**
     * Takes note that what was done in a transaction is undone.
     *
     * @param toSavepoint whether the transaction goes on, from a savepoint
     */
    default void rolledBack(boolean toSavepoint) {}

    /** Sees to it, after the end of a transaction or a rollback, that the path is in place for what is done unseen. */
    default void afterEnd() throws SQLException {}

    /** Work that asks the database something. */
    @FunctionalInterface
    interface Work {

        /** Does the work. */
        @Nullable
        Object run() throws Throwable;
    }
}
