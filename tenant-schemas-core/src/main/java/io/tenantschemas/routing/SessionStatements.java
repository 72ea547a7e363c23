package io.tenantschemas.routing;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tenantschemas.tenant.Quoted;

import static java.util.Map.entry;

/**
 * Refuses statements that leave something in the session of the server or end a transaction behind the driver's back, as far
 * as their text shows it. What a function or a {@code DO} block does cannot be seen.
 */
final class SessionStatements {

    private static final String SET_LOCAL = "Use SET LOCAL inside a transaction.";

    private static final String DRIVER = "Begin and end transactions by JDBC or Spring.";

    private static final String NO_POOLER =
            "Do it with a DataSource that leads to the server itself and is listed under"
                    + " tenant-schemas.routing.exclude.";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            entry("reset", SET_LOCAL),
            entry("discard", SET_LOCAL),
            entry("begin", DRIVER),
            entry("start", DRIVER),
            entry("commit", DRIVER),
            entry("end", DRIVER),
            entry("abort", DRIVER),
            entry("listen", NO_POOLER),
            entry("unlisten", NO_POOLER),
            entry("load", NO_POOLER),
            entry("deallocate", "Let the driver close statements."),
            entry("prepare", "Let the driver prepare statements."));

    private static final Set<String> SESSION_LOCKS = Set.of(
            "pg_advisory_lock", "pg_advisory_lock_shared", "pg_try_advisory_lock", "pg_try_advisory_lock_shared");

    /** What writes INTO something that is there. */
    private static final Set<String> WRITING = Set.of("insert", "merge");

    private static final Set<String> BEFORE_TEMPORARY = Set.of("or", "replace", "local", "global");

    private static final Set<String> TEMPORARY = Set.of("temp", "temporary");

    private SessionStatements() {}

    /**
     * Returns if no statement of {@code sql} is one of those.
     *
     * @throws SessionStateException otherwise
     */
    static void refuse(String sql) {
        StatementText.statements(sql).forEach(SessionStatements::refuse);
    }

    private static void refuse(List<String> words) {
        String first = words.get(0);
        String instead = REFUSED.get(first);
        if (instead != null) {
            throw new SessionStateException(statement(words), instead);
        }
        switch (first) {
            case "set" -> refuseIf(!isOfTheTransaction(word(words, 1)), words, SET_LOCAL);
            case "rollback" -> refuseIf(!words.contains("to"), words, DRIVER);
            case "declare" -> refuseIf(isHeld(words), words, "Leave out WITH HOLD.");
            default -> refuseTemporary(words);
        }
        refuseCalls(words);
    }

    private static boolean isHeld(List<String> words) {
        // What follows is the query, in which these words mean something else.
        int end = words.indexOf("for");
        List<String> options = end < 0 ? words : words.subList(0, end);
        int hold = options.lastIndexOf("hold");
        return hold > 0 && options.get(hold - 1).equals("with");
    }

    private static boolean isOfTheTransaction(String word) {
        return Set.of("local", "transaction", "constraints").contains(word);
    }

    private static void refuseTemporary(List<String> words) {
        // Behind EXPLAIN, too, which may execute it.
        int object = Math.max(words.indexOf("create"), words.indexOf("into")) + 1;
        if (object == 0) {
            return;
        }
        boolean makes = words.contains("create") || !WRITING.contains(words.get(0));
        boolean temporary =
                isTemporary(words, object) || (makes && words.stream().anyMatch(SessionStatements::isTemporarySchema));
        refuseIf(temporary && !dropsOnCommit(words), words, "Say ON COMMIT DROP.");
    }

    // CREATE OR REPLACE LOCAL TEMPORARY RECURSIVE VIEW has the most words before the one that counts.
    private static boolean isTemporary(List<String> words, int at) {
        int end = at;
        while (BEFORE_TEMPORARY.contains(word(words, end))) {
            end++;
        }
        return TEMPORARY.contains(word(words, end));
    }

    private static boolean isTemporarySchema(String word) {
        return word.equals("pg_temp") || word.startsWith("pg_temp_");
    }

    private static boolean dropsOnCommit(List<String> words) {
        // Not always last: CREATE TEMP TABLE ... ON COMMIT DROP AS SELECT ...
        for (int i = 0; i + 2 < words.size(); i++) {
            if (words.subList(i, i + 3).equals(List.of("on", "commit", "drop"))) {
                return true;
            }
        }
        return false;
    }

    private static void refuseCalls(List<String> words) {
        refuseIf(words.contains(StatementText.CODED_NAME), words, "Write names without codes.");
        refuseIf(words.contains("pg_settings") && words.contains("update"), words, SET_LOCAL);
        for (int i = 0; i < words.size(); i++) {
            if (word(words, i + 1).equals("(")) {
                refuseCall(words, i);
            }
        }
    }

    private static void refuseCall(List<String> words, int name) {
        refuseIf(SESSION_LOCKS.contains(words.get(name)), words, "Use pg_advisory_xact_lock or its like.");
        if (words.get(name).equals("set_config")) {
            List<List<String>> arguments = StatementText.arguments(words, name + 1);
            refuseIf(
                    arguments.size() != 3 || !arguments.get(2).equals(List.of("true")),
                    words,
                    "Let the last argument of set_config be the word true, and call it inside a transaction.");
        }
    }

    private static void refuseIf(boolean condition, List<String> words, String instead) {
        if (condition) {
            throw new SessionStateException(statement(words), instead);
        }
    }

    private static String statement(List<String> words) {
        return "The statement " + Quoted.text(String.join(" ", words));
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }
}
