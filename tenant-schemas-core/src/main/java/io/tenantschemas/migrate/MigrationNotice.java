package io.tenantschemas.migrate;

import org.springframework.util.Assert;

/**
 * Tells all nodes that a schema was migrated, as part of the migration's own transaction. Nobody is left untold then, even if the
 * process is killed right after the commit.
 *
 * <p>Meant for one thread.
 */
public final class MigrationNotice {

    private final String expression;

    private boolean isCommitted;

    private boolean isSent;

    /**
     * Creates a notice that was not sent.
     *
     * @param expression the expression that, selected, sends it when its transaction commits
     */
    public MigrationNotice(String expression) {
        Assert.hasText(expression, "'expression' must not be empty");
        this.expression = expression;
    }

    /** Returns the expression that, selected, sends it when its transaction commits. */
    public String expression() {
        return expression;
    }

    /** Takes note that a transaction that changed the schema was committed and sent it, whatever becomes of others after it. */
    public void committed() {
        isCommitted = true;
    }

    /** Returns whether the schema was changed, even if the migration went another way after that. */
    public boolean isCommitted() {
        return isCommitted;
    }

    /** Takes note that each transaction that changed the schema sent it, so that nobody has to be told any more. */
    public void sent() {
        isSent = true;
    }

    /** Returns whether nobody has to be told any more. */
    public boolean isSent() {
        return isSent;
    }
}
