package io.tenantschemas.routing;

/** The time for which a connection is lent. */
public final class Loan implements AutoCloseable {

    private final LentConnection lent;

    private final Runnable giveBack;

    Loan(LentConnection lent, Runnable giveBack) {
        this.lent = lent;
        this.giveBack = giveBack;
    }

    /** Returns whether a borrower wanted to roll back, which only the lender can do, and then has to. */
    public boolean isRollbackRequested() {
        return lent.isRollbackRequested();
    }

    /** Ends the loan. Connections that borrowers still have are of no use any more. */
    @Override
    public void close() {
        lent.end();
        giveBack.run();
    }
}
