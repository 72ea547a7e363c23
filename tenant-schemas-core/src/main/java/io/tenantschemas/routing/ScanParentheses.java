package io.tenantschemas.routing;

import java.util.Map;
import java.util.Set;

/**
 * Tells what stands between parentheses by the name or the keyword before them. Whatever may be a function that the path finds,
 * or lists types, is not told.
 */
final class ScanParentheses {

    enum Content {

        /** Of a function that is the same for everybody, or of a type, or columns of a subquery. */
        ARGUMENTS,

        /** A subquery that WITH names. */
        SUBQUERY,

        /** The name of a sequence that a number is drawn from. */
        SEQUENCE,

        /** Expressions behind a keyword, or names of columns. */
        LIST,

        /** What may depend on the path. */
        UNSURE
    }

    /** What a parenthesis may follow that can be no function, because the words are reserved or name columns only. */
    private static final Set<String> KEYWORDS = Set.of(
            "in",
            "values",
            "exists",
            "and",
            "or",
            "not",
            "any",
            "all",
            "some",
            "on",
            "when",
            "then",
            "else",
            "case",
            "where",
            "having",
            "select",
            "distinct",
            "union",
            "intersect",
            "except",
            "returning",
            "limit",
            "offset",
            "between",
            "symmetric",
            "row",
            "group",
            "array",
            "from",
            "for",
            "to",
            "placing",
            "both",
            "leading",
            "trailing");

    /** The same with words that are functions elsewhere, each with what stands before it. */
    private static final Map<String, Set<String>> KEYWORDS_AFTER = Map.ofEntries(
            Map.entry("by", Set.of("group", "order", "partition")),
            Map.entry("over", Set.of(")")),
            Map.entry("filter", Set.of(")")),
            Map.entry("sets", Set.of("grouping")),
            Map.entry("varying", Set.of("bit", "char", "character")));

    private final SqlWords words;

    private final CommonTables subqueries;

    ScanParentheses(SqlWords words, CommonTables subqueries) {
        this.words = words;
        this.subqueries = subqueries;
    }

    /** Returns what stands in the parenthesis that opens there, behind a word on that level. */
    Content contentAt(int open, ScanLevel outer) {
        int name = open - 1;
        if (words.isQualified(name)) {
            return Content.UNSURE;
        }
        if (subqueries.areNamedAt(name) || words.isType(name, outer.opener)) {
            return Content.ARGUMENTS;
        }
        if (subqueries.openAt(open)) {
            return Content.SUBQUERY;
        }
        if (isFollowedByColumns(name, outer)) {
            // Types may stand between the columns, and may be tables.
            return words.isListOfColumns(open) ? Content.LIST : Content.UNSURE;
        }
        return isKeyword(name, outer) ? Content.LIST : ofFunction(words.word(name));
    }

    private static Content ofFunction(String name) {
        if (name.equals("nextval")) {
            return Content.SEQUENCE;
        }
        return BuiltInFunctions.contain(name) ? Content.ARGUMENTS : Content.UNSURE;
    }

    private boolean isFollowedByColumns(int name, ScanLevel level) {
        return words.word(name).equals("using") || words.word(name - 1).equals("as") || isAlias(name, level);
    }

    /** Returns whether an alias stands there, of a relation, a function or a subquery. No value comes behind these. */
    private boolean isAlias(int name, ScanLevel level) {
        boolean ordinality = words.word(name - 1).equals("ordinality")
                && words.word(name - 2).equals("with");
        return level.from
                && !ReservedWords.contain(words.word(name))
                && (name == level.alias || ordinality || words.isSign(name - 1, ')'));
    }

    private boolean isKeyword(int name, ScanLevel level) {
        String word = words.word(name);
        String before = words.word(name - 1);
        return switch (word) {
            case "as" -> level.windows;
            case "like", "ilike", "overlaps" -> words.isBetweenValues(name);
            case "set" -> level.set == name;
            case "conflict" -> level.doNext && before.equals("on") && words.isListOfColumns(name + 1);
            case "rollup", "cube" -> before.equals("by") && words.word(name - 2).equals("group");
            case "insert" -> level.merges && isBeforeValues(name);
            default ->
                KEYWORDS.contains(word)
                        || KEYWORDS_AFTER.getOrDefault(word, Set.of()).contains(before);
        };
    }

    private boolean isBeforeValues(int insert) {
        return words.word(insert - 1).equals("then")
                && Set.of("values", "overriding").contains(words.word(words.endOfParenthesis(insert + 1) + 1));
    }
}
