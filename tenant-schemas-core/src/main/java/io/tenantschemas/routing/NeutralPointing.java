package io.tenantschemas.routing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.routing.StatementNeeds.Ends;

/**
 * Sets the path only for what is found by it: for the length of the transaction, so that it is neutral again afterwards, or for
 * the session where there is none, which the next checkout undoes.
 *
 * <p>Before anything that may move the path, or end a transaction without the driver's knowledge, the path is set for the
 * session, and from then on names are found by it as everywhere else: where it is cannot be known any more without asking.
 */
final class NeutralPointing implements Pointing {

    private final Connection connection;

    private final ConnectionRouter router;

    private final TenantBinding binding;

    private final Session session;

    private final boolean sharedByRoutines;

    /** Whether a transaction may be under way. */
    private boolean open;

    private boolean pointedForSession;

    private boolean pointedForTransaction;

    /** Whether names are found by the path from now on, whoever moves it. */
    private boolean byPath;

    /** Whether there is a statement that may move the path. */
    private boolean pathMayMove;

    /** Whether the path was set for that within the transaction that is under way, whose rollback undoes it. */
    private boolean undoable;

    /** Whether that may have been undone. */
    private boolean suspect;

    /** Whether somebody has the driver's own objects. */
    private boolean unseen;

    /**
     * As one that gives nobody's statements the path unless they need it.
     *
     * @param sharedByRoutines whether there are routines behind shared tables, or anything else that finds names by the path
     * @param open whether a transaction is under way
     */
    NeutralPointing(
            Connection connection,
            ConnectionRouter router,
            TenantBinding binding,
            Session session,
            boolean sharedByRoutines,
            boolean open) {
        this.connection = connection;
        this.router = router;
        this.binding = binding;
        this.session = session;
        this.sharedByRoutines = sharedByRoutines;
        this.open = open;
    }

    @Override
    public @Nullable Object run(Work work) throws Throwable {
        return run(StatementNeeds.PATH, work);
    }

    @Override
    public @Nullable Object run(StatementNeeds needs, Work work) throws Throwable {
        if (needs.mayMovePath() || needs.ends() != Ends.NOTHING) {
            findByPath();
        }
        if (needs.ends() == Ends.MIDWAY && undoable) {
            // What follows would find the path that was there before the transaction or the savepoint.
            throw new PathLostException(binding);
        }
        prepare(needs);
        // After the path was set, which forgets it: it is moved only now.
        session.note(needs.effect());
        open |= !connection.getAutoCommit();
        boolean done = false;
        try {
            Object result = work.run();
            done = true;
            return result;
        } finally {
            // A commit may turn out to be a rollback then.
            suspect |= undoable && (!done || needs.ends() != Ends.NOTHING);
        }
    }

    private void prepare(StatementNeeds needs) throws SQLException {
        if (byPath) {
            assureFoundByPath();
        } else if (needs.path()) {
            point(needs.beforeQueries());
        }
        if (needs.draws() || sharedByRoutines) {
            execute(discarding());
            session.draw(binding);
        }
        if (needs.session() || sharedByRoutines) {
            session.touch(binding);
        }
    }

    @Override
    public boolean depends() {
        return true;
    }

    @Override
    public boolean qualifies() {
        return !(byPath || pathMayMove);
    }

    @Override
    public void pathMayMove() {
        // In a batch, what follows means the path that was moved to.
        pathMayMove = true;
    }

    @Override
    public boolean areStringsStandard() throws SQLException {
        return router.areStringsStandard(connection);
    }

    @Override
    public boolean isSharedByRoutines() {
        return sharedByRoutines;
    }

    @Override
    public void beforePathMoves() throws SQLException {
        findByPath();
    }

    @Override
    public void beforeUnseen() throws SQLException {
        findByPath();
        unseen = true;
        suspect |= undoable;
    }

    @Override
    public void beforeSavepoint() throws SQLException {
        open |= !connection.getAutoCommit();
    }

    @Override
    public void committed() {
        open = false;
        pointedForTransaction = false;
        if (!suspect) {
            undoable = false;
        }
    }

    @Override
    public void rolledBack(boolean toSavepoint) {
        open &= toSavepoint;
        pointedForTransaction = false;
        suspect |= undoable;
    }

    @Override
    public void afterEnd() throws SQLException {
        if (unseen) {
            assureFoundByPath();
        }
    }

    /** Sees to it that names are found by the path from now on, as it is set for the session. */
    private void findByPath() throws SQLException {
        if (byPath) {
            return;
        }
        session.touch(binding);
        String before = discarding();
        if (open && !connection.getAutoCommit()) {
            router.onDemand().setInTransaction(connection, session, binding, before);
            undoable = true;
        } else {
            pointSession(before);
        }
        session.draw(binding);
        byPath = true;
    }

    private void pointSession(String before) throws SQLException {
        OutsideTransactions.run(connection, () -> {
            router.onDemand().set(connection, session, binding, before);
            return true;
        });
    }

    /** Sets the path again, where that may have been undone by somebody who went back to before it. */
    private void assureFoundByPath() throws SQLException {
        if (!suspect || !router.onDemand().isNeutral(connection)) {
            return;
        }
        session.notePathMoved();
        if (open && !connection.getAutoCommit()) {
            router.onDemand().setInTransaction(connection, session, binding, "");
            suspect = unseen;
        } else {
            pointSession("");
            suspect = false;
            undoable = false;
        }
    }

    private void point(boolean beforeQueries) throws SQLException {
        String before = discarding();
        if (router.paths().tenantOf(binding) == null) {
            // The neutral path is that of the shared tables.
            execute(before);
            session.draw(binding);
        } else if (connection.getAutoCommit()) {
            pointForSession(before);
        } else if (!(pointedForTransaction || pointedForSession) || !before.isEmpty()) {
            open = true;
            router.onDemand().setForRestOfTransaction(connection, session, binding, before, beforeQueries);
            session.draw(binding);
            pointedForTransaction = true;
        }
    }

    private void pointForSession(String before) throws SQLException {
        if (!pointedForSession || !before.isEmpty()) {
            session.touch(binding);
            router.onDemand().set(connection, session, binding, before);
            session.draw(binding);
            pointedForSession = true;
        }
    }

    private String discarding() {
        return session.keepsNumbersOfOthersThan(binding, router.paths()) ? LeftOvers.DISCARD_SEQUENCES : "";
    }

    private void execute(String sql) throws SQLException {
        if (!sql.isEmpty()) {
            open |= !connection.getAutoCommit();
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
