package io.tenantschemas.migrate.flyway;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells statements that leave nothing in the session, as far as they show: they call no function or trigger that an application
 * may have written, and make nothing temporary. What is not sure is not taken for quiet.
 */
final class QuietSql {

    private static final Pattern WORDS =
            Pattern.compile("([A-Za-z]+)(?:\\s+(?:UNIQUE\\s+|OR\\s+REPLACE\\s+)?([A-Za-z]+))?");

    private static final Set<String> ALWAYS = Set.of("COMMENT", "GRANT", "REVOKE", "DROP");

    /** What is made without a row being looked at. */
    private static final Set<String> MADE = Set.of(
            "TABLE", "INDEX", "TYPE", "VIEW", "SEQUENCE", "FUNCTION", "PROCEDURE", "SCHEMA", "DOMAIN", "TRIGGER");

    private static final Set<String> ALTERED = Set.of("TABLE", "INDEX", "VIEW", "SEQUENCE", "TYPE");

    private static final Pattern LOUD =
            Pattern.compile("\\b(?:AS|USING|TEMP|TEMPORARY|PG_TEMP|WITH|PARTITION)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern IDENTITY =
            Pattern.compile("\\bGENERATED\\s+(?:ALWAYS|BY\\s+DEFAULT)\\s+AS\\s+IDENTITY\\b", Pattern.CASE_INSENSITIVE);

    /** What looks at rows that are there, with whatever constraints and indexes they have. */
    private static final Pattern LOUD_IN_TABLES = Pattern.compile("\\b(?:TYPE|VALIDATE)\\b", Pattern.CASE_INSENSITIVE);

    /** A column or a constraint that a table gets. */
    private static final Pattern ADDED = Pattern.compile(
            "\\bADD\\b(?:\\s+(COLUMN\\s+)?(?:IF\\s+NOT\\s+EXISTS\\s+)?(\\w+|\"[^\"]*\")(?:\\s+(\\w+))?)?",
            Pattern.CASE_INSENSITIVE);

    private static final Set<String> CONSTRAINTS =
            Set.of("CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "EXCLUDE");

    /** Types without constraints of an application's, and without numbers drawn for the rows that are there. */
    private static final Set<String> PLAIN_TYPES = Set.of(
            "BIGINT",
            "BOOL",
            "BOOLEAN",
            "BYTEA",
            "CHAR",
            "CHARACTER",
            "DATE",
            "DECIMAL",
            "DOUBLE",
            "FLOAT",
            "INT",
            "INTEGER",
            "INTERVAL",
            "JSON",
            "JSONB",
            "NUMERIC",
            "REAL",
            "SMALLINT",
            "TEXT",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "UUID",
            "VARCHAR");

    private static final Pattern REFERENCE =
            Pattern.compile("\\bREFERENCES\\s+[\\w.\"]+\\s*\\(", Pattern.CASE_INSENSITIVE);

    /**
     * What a column has in rows that are there already, if it is no more than what is written: no operator, and no domain. Nothing
     * is tried another way, which would take the stack of a thread for a long text.
     */
    private static final Pattern PLAIN_DEFAULT = Pattern.compile(
            "\\bDEFAULT\\s+(?:'[^'\\\\]*+(?:''[^'\\\\]*+)*+'|[-+]?\\d+(?:\\.\\d+)?|TRUE|FALSE|NULL)"
                    + "(?=\\s*(?:,|$|\\bNOT\\s+NULL\\b|\\bNULL\\b|\\bUNIQUE\\b|\\bPRIMARY\\b|\\bREFERENCES\\b|\\bCONSTRAINT\\b))"
                    + "|\\bDROP\\s+DEFAULT\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DEFAULT = Pattern.compile("\\bDEFAULT\\b", Pattern.CASE_INSENSITIVE);

    /** Whatever stands before a parenthesis, be it a word of SQL or not. */
    private static final Pattern BEFORE_PARENTHESIS = Pattern.compile("(?:(?<=[\\s,(])([A-Za-z]++)[ \\t\\r\\n]*+)?\\(");

    /** What may stand before a parenthesis and is no function. */
    private static final Set<String> NO_FUNCTIONS = Set.of(
            "KEY",
            "UNIQUE",
            "IN",
            "VALUES",
            "VARCHAR",
            "CHAR",
            "CHARACTER",
            "VARYING",
            "NUMERIC",
            "DECIMAL",
            "BIT",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "TIME",
            "TIMETZ",
            "INTERVAL",
            "FLOAT");

    private QuietSql() {}

    /** Returns whether a statement is certain to leave nothing in the session. */
    static boolean isQuiet(String statement) {
        Matcher words = WORDS.matcher(statement);
        if (!words.region(TransactionControl.endOfBlank(statement), statement.length())
                .lookingAt()) {
            return false;
        }
        String first = words.group(1).toUpperCase(Locale.ROOT);
        String second = words.group(2) == null ? "" : words.group(2).toUpperCase(Locale.ROOT);
        return ALWAYS.contains(first)
                || (first.equals("CREATE") && MADE.contains(second) && isQuietlyMade(statement, second))
                || (first.equals("ALTER") && ALTERED.contains(second) && callsNothing(statement, second));
    }

    private static boolean isQuietlyMade(String statement, String what) {
        return switch (what) {
            // Nothing is in it yet, so that no number is drawn for it either.
            case "TABLE" ->
                !LOUD.matcher(IDENTITY.matcher(statement).replaceAll(" ")).find();
            case "INDEX" -> isOfColumns(statement);
            default -> !statement.toUpperCase(Locale.ROOT).contains("TEMP");
        };
    }

    /** Returns whether an index is of columns, without an expression or a condition that might call something. */
    private static boolean isOfColumns(String statement) {
        int open = statement.indexOf('(');
        return open >= 0
                && statement.indexOf('(', open + 1) < 0
                && !statement.toUpperCase(Locale.ROOT).contains("WHERE");
    }

    private static boolean callsNothing(String statement, String what) {
        boolean readsRows =
                what.equals("TABLE") && (LOUD_IN_TABLES.matcher(statement).find() || !addsPlainColumnsOnly(statement));
        if (readsRows || LOUD.matcher(statement).find()) {
            return false;
        }
        String rest = PLAIN_DEFAULT.matcher(statement).replaceAll(" ");
        Matcher parenthesis = BEFORE_PARENTHESIS.matcher(REFERENCE.matcher(rest).replaceAll(" KEY ("));
        return !DEFAULT.matcher(rest).find() && parenthesis.results().allMatch(QuietSql::isNoCall);
    }

    private static boolean isNoCall(MatchResult found) {
        String word = found.group(1);
        return word != null && NO_FUNCTIONS.contains(word.toUpperCase(Locale.ROOT));
    }

    /** Returns whether each column that is added is of a plain type. A domain's constraint would be asked for each row. */
    private static boolean addsPlainColumnsOnly(String statement) {
        return ADDED.matcher(statement).results().allMatch(QuietSql::isPlain);
    }

    private static boolean isPlain(MatchResult added) {
        if (added.group(2) == null) {
            // Something that is not expected there, a comment for example.
            return false;
        }
        boolean isConstraint =
                added.group(1) == null && CONSTRAINTS.contains(added.group(2).toUpperCase(Locale.ROOT));
        return isConstraint
                || (added.group(3) != null
                        && PLAIN_TYPES.contains(added.group(3).toUpperCase(Locale.ROOT)));
    }
}
