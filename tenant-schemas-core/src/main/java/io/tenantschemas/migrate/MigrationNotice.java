package io.tenantschemas.migrate;

import org.springframework.util.Assert;

/**
 * Tells all nodes that a schema was migrated, as part of the migration's own transaction. Nobody is left untold then, even if the
 * process is killed right after the commit.
 *
 * <p>Meant for one thread.
 */
public final class MigrationNotice {

    private final String statement;

    private boolean isSent;

    /**
     * Creates a notice that was not sent.
     *
     * @param statement the statement that sends it when its transaction commits
     */
    public MigrationNotice(String statement) {
        Assert.hasText(statement, "'statement' must not be empty");
        this.statement = statement;
    }

    /** Returns the statement that sends it when its transaction commits. */
    public String statement() {
        return statement;
    }

    /** Takes note that each transaction that changed the schema held the statement, so that nobody has to be told any more. */
    public void sent() {
        isSent = true;
    }

    /** Returns whether nobody has to be told any more. */
    public boolean isSent() {
        return isSent;
    }
}
