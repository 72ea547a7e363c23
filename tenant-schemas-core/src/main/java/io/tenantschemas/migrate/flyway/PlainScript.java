package io.tenantschemas.migrate.flyway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.flywaydb.core.internal.sqlscript.ParsedSqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlScript;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;

/**
 * A migration that is nothing but SQL and runs in a transaction, for any tenant.
 *
 * @param sql its statements, with {@link #TENANT} for the tenant's schema
 * @param leavesNothing whether it is certain to leave nothing in the session
 */
record PlainScript(String sql, boolean leavesNothing) {

    /** Stands for the tenant's schema while a script is read, which it is once for all. Any name reads like any other. */
    static final String TENANT = "tenant_schemas_5d1f6c0e_tenant";

    private static final Pattern FIRST_WORD = Pattern.compile("[A-Za-z]+");

    /** Statements that begin otherwise are about the session or a transaction, or wait for somebody. */
    private static final Set<String> FIRST_WORDS = Set.of(
            "CREATE",
            "ALTER",
            "DROP",
            "COMMENT",
            "TRUNCATE",
            "GRANT",
            "REVOKE",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "REFRESH",
            "SELECT",
            "WITH",
            "VALUES",
            "DO",
            "CALL");

    /**
     * What is about the session or the history; and bodies that the driver does not see the end of, so that all behind them would
     * be part of the same statement for it.
     */
    private static final Pattern NOT_PLAIN = Pattern.compile(
            "set_config|search_path|session_replication_role|standard_conforming_strings|flyway_schema_history|\\bBEGIN\\s+ATOMIC\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NESTED_COMMENT = Pattern.compile("/\\*(?:(?!\\*/)[\\s\\S])*/\\*");

    /** Returns the script if it is such a migration, or null. */
    static @Nullable PlainScript of(SqlScript script) {
        if (!script.executeInTransaction()) {
            return null;
        }
        List<String> statements = new ArrayList<>();
        try (SqlStatementIterator all = script.getSqlStatements()) {
            for (SqlStatement statement = all.next(); statement != null; statement = all.next()) {
                if (!isPlain(statement)) {
                    return null;
                }
                statements.add(statement.getSql());
            }
        }
        // On a line of its own, because a comment may end with the line.
        return new PlainScript(
                String.join("\n;\n", statements), statements.stream().allMatch(QuietSql::isQuiet));
    }

    private static boolean isPlain(SqlStatement statement) {
        String sql = statement.getSql();
        // Flyway reads what COPY takes in from the script itself, in a class of its own.
        return statement.getClass() == ParsedSqlStatement.class
                && statement.canExecuteInTransaction()
                && FIRST_WORDS.contains(firstWord(sql))
                && !NOT_PLAIN.matcher(sql).find()
                && !NESTED_COMMENT.matcher(sql).find();
    }

    private static String firstWord(String sql) {
        Matcher word = FIRST_WORD.matcher(sql);
        return word.region(TransactionControl.endOfBlank(sql), sql.length()).lookingAt()
                ? word.group().toUpperCase(Locale.ROOT)
                : "";
    }

    String sqlFor(SchemaName tenant) {
        return sql.replace(TENANT, tenant.value());
    }
}
