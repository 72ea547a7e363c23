package io.tenantschemas.routing;

import java.util.Set;

/** Tells whether a text stands for itself. Behind the name of a type it is a value of that type, and each table is a type. */
final class SqlLiterals {

    private static final Set<String> LETTERS_BEFORE = Set.of("b", "x", "n");

    private SqlLiterals() {}

    /** Returns whether a text may follow what stands there, and what it means does not depend on the path. */
    static boolean mayFollow(SqlWords words, int index) {
        SqlToken before = words.token(index);
        return switch (before.kind()) {
            case WORD -> !words.isQualified(index) && mayFollowWord(words, index);
            case QUOTED, CODED -> false;
            case TEXT -> !words.isContinuationOfEscapes(index + 1);
            // Of TYPE(1) 'x', where the function is none.
            case SIGN -> !before.isSign(')') && !before.isSign(']');
        };
    }

    // What is not reserved may be a type unless its neighbours make a keyword of it.
    private static boolean mayFollowWord(SqlWords words, int index) {
        String word = words.word(index);
        String before = words.word(index - 1);
        return switch (word) {
            case "like", "ilike" -> words.isBetweenValues(index);
            case "escape" -> words.isEndOfValue(index - 1);
            case "zone" ->
                before.equals("time") && Set.of("at", "with", "without").contains(words.word(index - 2));
            case "by" -> Set.of("group", "order", "partition").contains(before);
            case "precision" -> before.equals("double");
            case "varying" -> Set.of("bit", "char", "character").contains(before);
            case "double" -> false;
            case "between" -> true;
            default ->
                ReservedWords.containFor(word)
                        || BuiltInTypes.contain(word)
                        || (LETTERS_BEFORE.contains(word) && words.isGluedToTheOneBefore(index + 1));
        };
    }
}
