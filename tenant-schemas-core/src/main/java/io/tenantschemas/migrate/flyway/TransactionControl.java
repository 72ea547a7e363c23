package io.tenantschemas.migrate.flyway;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses statements that would end the caller's transaction from within. */
final class TransactionControl {

    /** PostgreSQL's code for a statement that cannot run inside a transaction. */
    static final String ACTIVE_SQL_TRANSACTION = "25001";

    private static final Pattern BLANK_OR_COMMENT = Pattern.compile("(?:\\s+|--[^\\n]*(?:\\n|$)|/\\*(?s:.*?)\\*/|;)*+");

    private static final Pattern STATEMENT = Pattern.compile(
            "(?:BEGIN|START\\s+TRANSACTION|COMMIT|END|ABORT|PREPARE\\s+TRANSACTION"
                    + "|ROLLBACK(?!\\s+(?:WORK\\s+|TRANSACTION\\s+)?TO\\b))\\b",
            Pattern.CASE_INSENSITIVE);

    private TransactionControl() {}

    static void refuse(String sql) throws SQLException {
        if (STATEMENT.matcher(sql).region(endOfBlank(sql), sql.length()).lookingAt()) {
            throw new SQLException(
                    "a migration that runs inside the caller's transaction cannot begin or end one",
                    ACTIVE_SQL_TRANSACTION);
        }
    }

    /** Returns where the statement begins, after blanks and comments. */
    static int endOfBlank(String sql) {
        Matcher blank = BLANK_OR_COMMENT.matcher(sql);
        return blank.lookingAt() ? blank.end() : 0;
    }
}
