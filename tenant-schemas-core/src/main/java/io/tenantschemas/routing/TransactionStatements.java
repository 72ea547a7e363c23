package io.tenantschemas.routing;

import java.util.List;
import java.util.Set;

/** Tells statements that begin or end a transaction behind the driver's back. */
final class TransactionStatements {

    private static final Set<String> ALWAYS = Set.of("begin", "start", "commit", "end", "abort");

    private TransactionStatements() {}

    /** Returns whether one of the statements of {@code sql} is one of those. A rollback to a savepoint is none. */
    static boolean areIn(String sql) {
        return StatementText.statements(sql).stream().anyMatch(TransactionStatements::isOne);
    }

    /** Returns whether the statement with these words is one of those or goes back to a savepoint. */
    static boolean isOneOrRollback(List<String> words) {
        return words.get(0).equals("rollback") || isOne(words);
    }

    private static boolean isOne(List<String> words) {
        return switch (words.get(0)) {
            case "rollback" -> !words.contains("to");
            case "prepare" -> words.size() > 1 && words.get(1).equals("transaction");
            default -> ALWAYS.contains(words.get(0));
        };
    }
}
