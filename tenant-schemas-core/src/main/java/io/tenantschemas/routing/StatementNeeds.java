package io.tenantschemas.routing;

import java.util.List;
import java.util.Set;

/**
 * What has to be so when a statement is executed.
 *
 * @param path whether the path has to be the binding's
 * @param session whether it may find what others left in the session, or leave something there
 * @param draws whether it may draw numbers from sequences, or tell which were drawn
 * @param effect what it may leave in the session
 * @param ends whether it may begin or end a transaction, or go back to a savepoint, without the driver's knowledge
 * @param beforeQueries whether it comes before whatever takes a snapshot, so that the path must not be asked for before it
 */
record StatementNeeds(
        boolean path, boolean session, boolean draws, StatementEffect effect, Ends ends, boolean beforeQueries) {

    /** Whether a transaction begins or ends, or goes back to a savepoint. In order of how much it counts. */
    enum Ends {

        /** None does. */
        NOTHING,

        /** One does, and nothing is done afterwards that needs a name. */
        LAST,

        /** One does, and more follows. */
        MIDWAY
    }

    /** Of what nobody knows the text of. */
    static final StatementNeeds PATH = new StatementNeeds(true, true, true, StatementEffect.NONE, Ends.NOTHING, false);

    private static final StatementNeeds QUALIFIED =
            new StatementNeeds(false, false, false, StatementEffect.NONE, Ends.NOTHING, false);

    private static final StatementNeeds QUALIFIED_AND_DRAWS =
            new StatementNeeds(false, false, true, StatementEffect.NONE, Ends.NOTHING, false);

    private static final Set<String> WITHOUT_NAMES = Set.of(
            "set",
            "reset",
            "discard",
            "begin",
            "start",
            "commit",
            "end",
            "abort",
            "rollback",
            "savepoint",
            "release",
            "listen",
            "unlisten",
            "notify",
            "deallocate");

    private static final Set<String> BEFORE_QUERIES = Set.of("lock", "set");

    /** Returns the needs of a statement whose names are qualified. */
    static StatementNeeds of(QualifiedSql sql) {
        return sql.draws() ? QUALIFIED_AND_DRAWS : QUALIFIED;
    }

    /** Returns the needs of any other. */
    static StatementNeeds of(String sql) {
        List<List<String>> statements = StatementText.statements(sql);
        boolean hasNames = statements.size() > 1 || statements.stream().anyMatch(StatementNeeds::hasNames);
        boolean beforeQueries = !statements.isEmpty()
                && BEFORE_QUERIES.contains(statements.get(0).get(0));
        return new StatementNeeds(hasNames, true, hasNames, StatementEffect.of(sql), ends(statements), beforeQueries);
    }

    private static boolean hasNames(List<String> words) {
        return !WITHOUT_NAMES.contains(words.get(0)) || isOfConstraints(words);
    }

    private static Ends ends(List<List<String>> statements) {
        Ends ends = Ends.NOTHING;
        for (List<String> words : statements) {
            if (TransactionStatements.isOneOrRollback(words)) {
                ends = Ends.LAST;
            } else if (ends != Ends.NOTHING && hasNames(words)) {
                return Ends.MIDWAY;
            }
        }
        return ends;
    }

    private static boolean isOfConstraints(List<String> words) {
        return words.size() > 2
                && words.get(1).equals("constraints")
                && !words.get(2).equals("all");
    }

    /** Returns whether the path may be another one afterwards, as far as the text shows. */
    boolean mayMovePath() {
        return effect != StatementEffect.NONE;
    }

    /** Returns what both need, {@code next} after this one. */
    StatementNeeds and(StatementNeeds next) {
        return new StatementNeeds(
                path || next.path,
                session || next.session,
                draws || next.draws,
                effect.compareTo(next.effect) >= 0 ? effect : next.effect,
                ends == Ends.NOTHING ? next.ends : next.path || next.ends != Ends.NOTHING ? Ends.MIDWAY : ends,
                beforeQueries);
    }
}
