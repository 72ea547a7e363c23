package io.tenantschemas.routing;

import java.util.Set;

/**
 * Follows the clauses of a statement by their keywords, and notes on each level where relations are listed and which of them is
 * changed. Most keywords are names elsewhere, so their neighbours count, and what came before on the level.
 */
final class ScanClauses {

    /** What ends the list of relations behind FROM. */
    private static final Set<String> ENDS_OF_FROM = Set.of(
            "where",
            "having",
            "window",
            "union",
            "intersect",
            "except",
            "order",
            "limit",
            "offset",
            "fetch",
            "returning");

    /** What WITH stands before where it names no subqueries, unless it does name one. */
    private static final Set<String> AFTER_HARMLESS_WITH =
            Set.of("time", "local", "ordinality", "ties", "unique", "wrapper");

    /** Collations that each database has. Others are found by the path. */
    private static final Set<String> COLLATIONS = Set.of("C", "POSIX", "default", "ucs_basic");

    private final SqlWords words;

    private final CommonTables subqueries;

    ScanClauses(SqlWords words, CommonTables subqueries) {
        this.words = words;
        this.subqueries = subqueries;
    }

    /** Returns whether it is sure what the word there does on that level, which has to be asked before it is followed. */
    boolean areSureOf(int at, ScanLevel level) {
        String word = words.word(at);
        return switch (word) {
            // An alias of what is updated, behind which further relations may come, or not.
            case "set" -> beginsSet(at, level) || !level.updates || !level.from;
            // Of a function for JSON, before a type.
            case "returning" -> level.query;
            case "with" -> isHarmlessWith(at, level);
            case "collate" -> isCollationOfAll(at);
            case "conflict" -> !beginsConflict(at, level) || !level.conflict;
            case "do" -> level.doNext || level.merges;
            case "update" -> isOfOtherClause(at) || subqueries.letBegin(at);
            case "join" -> level.query;
            case "into" ->
                level.query && Set.of("insert", "merge").contains(words.word(at - 1)) && subqueries.letBegin(at - 1);
            default -> !word.startsWith("pg_temp");
        };
    }

    /** Notes on the level what the word there does, if it is a keyword. */
    void follow(int at, ScanLevel level) {
        String word = words.word(at);
        if (endsFrom(at)) {
            level.from = false;
        }
        switch (word) {
            case "select" -> level.beginQuery();
            case "values" -> values(at, level);
            case "set" -> set(at, level);
            case "window" -> level.windows = true;
            case "when" -> level.from &= !level.merges;
            case "conflict" -> conflict(at, level);
            case "do" -> level.doNext = false;
            case "delete" -> level.query |= subqueries.letBegin(at);
            case "insert", "merge" -> insert(at, level);
            case "update" -> update(at, level);
            case "from" -> from(at, level);
            case "join" -> level.listRelations(false);
            case "using" -> using(at, level);
            case "into" -> level.expectRelation(true);
            default -> {
                // A name or a keyword that no relation follows.
            }
        }
    }

    private boolean endsFrom(int at) {
        String word = words.word(at);
        return switch (word) {
            // Otherwise of an expression, such as a condition of a join: WITHIN GROUP, COLLATION FOR.
            case "group" -> words.word(at + 1).equals("by");
            case "for" -> !words.word(at - 1).equals("collation");
            default -> ENDS_OF_FROM.contains(word);
        };
    }

    private void values(int at, ScanLevel level) {
        // Elsewhere it comes behind INTO, or is a name.
        boolean begins = subqueries.areBefore(at) || (at == level.start && !level.arguments);
        if (begins && words.isSign(at + 1, '(')) {
            level.beginQuery();
        }
    }

    private void set(int at, ScanLevel level) {
        if (beginsSet(at, level)) {
            level.beginSet(at);
        }
    }

    private boolean beginsSet(int at, ScanLevel level) {
        String before = words.word(at - 1);
        boolean action = before.equals("update") && Set.of("then", "do").contains(words.word(at - 2));
        return action || (level.setNext && !before.equals("as"));
    }

    private boolean isHarmlessWith(int at, ScanLevel level) {
        boolean subquery = words.word(at + 2).equals("as")
                && Set.of("(", "not", "materialized").contains(words.word(at + 3));
        boolean harmless = AFTER_HARMLESS_WITH.contains(words.word(at + 1)) && !subquery && !words.isSign(at + 2, '(');
        // In a subquery, its names would be seen there only.
        return at == 0 || (harmless && at != level.start);
    }

    private boolean isCollationOfAll(int at) {
        boolean qualified = words.isSign(at + 2, '.');
        return qualified || COLLATIONS.contains(words.token(at + 1).folded());
    }

    private void conflict(int at, ScanLevel level) {
        if (beginsConflict(at, level)) {
            level.conflict = true;
            level.doNext = true;
            level.from = false;
        }
    }

    // The words may be those of a condition of a join as well, but DO is reserved.
    private boolean beginsConflict(int at, ScanLevel level) {
        boolean constraint =
                words.word(at + 1).equals("on") && words.word(at + 2).equals("constraint");
        boolean clause = constraint || Set.of("(", "do").contains(words.word(at + 1));
        return level.inserts && words.word(at - 1).equals("on") && clause;
    }

    private void insert(int at, ScanLevel level) {
        if (subqueries.letBegin(at)) {
            boolean merges = words.word(at).equals("merge");
            level.query = true;
            level.inserts = !merges;
            level.merges = merges;
            level.updates = merges;
        }
    }

    private void update(int at, ScanLevel level) {
        if (!isOfOtherClause(at)) {
            level.query = true;
            level.updates = true;
            level.setNext = true;
            level.expectRelation(true);
        }
    }

    /** Returns whether it is FOR UPDATE, FOR NO KEY UPDATE, DO UPDATE or THEN UPDATE. */
    private boolean isOfOtherClause(int update) {
        return Set.of("for", "key", "do", "then").contains(words.word(update - 1));
    }

    private void from(int at, ScanLevel level) {
        boolean comparison = words.word(at - 1).equals("distinct")
                && Set.of("is", "not").contains(words.word(at - 2))
                // Otherwise it is an expression with that as its label.
                && !words.isQualified(at - 2);
        // Elsewhere it parts the arguments of a function, as in EXTRACT(YEAR FROM x).
        if (level.query && !comparison) {
            level.listRelations(words.word(at - 1).equals("delete"));
        }
    }

    private void using(int at, ScanLevel level) {
        boolean subquery =
                words.isSign(at + 1, '(') && Set.of("select", "values").contains(words.word(at + 2));
        // Otherwise it is one of columns in parentheses, or of an operator.
        if (level.query && (subquery || words.token(at + 1).isName())) {
            level.listRelations(false);
        }
    }
}
