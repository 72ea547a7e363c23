package io.tenantschemas.routing;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The subqueries to which WITH at the start of a statement gives names. WITH elsewhere is not read. */
final class CommonTables {

    private static final Set<String> AFTER_THE_LAST =
            Set.of("select", "insert", "update", "delete", "merge", "values", "(");

    /** What is longer is cut, and may be another name then. */
    private static final int MOST_BYTES_OF_NAME = 63;

    private final SqlWords words;

    /** Each name with the index from which on it is seen. */
    private final Map<String, Integer> names = new HashMap<>();

    /** Where these names are given. */
    private final Set<Integer> definitions = new HashSet<>();

    /** Where the parentheses of the subqueries open. */
    private final Set<Integer> parentheses = new HashSet<>();

    private int main;

    private boolean readable = true;

    CommonTables(SqlWords words) {
        this.words = words;
        if (words.word(0).equals("with")) {
            find();
        }
    }

    private void find() {
        boolean recursive = words.word(1).equals("recursive");
        int name = recursive ? 2 : 1;
        while (name > main) {
            int open = beginOfSubquery(name);
            int end = words.endOfParenthesis(open);
            readable &= words.token(name).isName() && words.isSign(open, '(');
            add(name, open, recursive ? 0 : end);
            main = end + 1;
            name = words.isSign(main, ',') ? main + 1 : 0;
        }
        // SEARCH and CYCLE come here, too, which add columns.
        readable &= AFTER_THE_LAST.contains(words.word(main));
    }

    private void add(int name, int open, int seenFrom) {
        String folded = words.token(name).folded();
        readable &= folded.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES_OF_NAME;
        names.put(folded, seenFrom);
        definitions.add(name);
        parentheses.add(open);
    }

    /** Returns where the parenthesis of a subquery stands if one follows its name there: {@code name (columns) AS (...)}. */
    private int beginOfSubquery(int name) {
        int as = words.isSign(name + 1, '(') ? words.endOfParenthesis(name + 1) + 1 : name + 1;
        if (!words.word(as).equals("as")) {
            return words.size();
        }
        int open = as + 1;
        while (Set.of("not", "materialized").contains(words.word(open))) {
            open++;
        }
        return open;
    }

    boolean areReadable() {
        return readable;
    }

    boolean haveOneOf(Set<String> others) {
        return names.keySet().stream().anyMatch(others::contains);
    }

    boolean areSeenAt(int index, String name) {
        return names.getOrDefault(name, Integer.MAX_VALUE) < index;
    }

    boolean areNamedAt(int index) {
        return definitions.contains(index);
    }

    boolean openAt(int index) {
        return parentheses.contains(index);
    }

    /** Returns whether the statement itself begins there, behind its subqueries. */
    boolean areBefore(int index) {
        return main == index;
    }

    /** Returns whether a statement begins there that may change rows. */
    boolean letBegin(int index) {
        return areBefore(index) || openAt(index - 1);
    }
}
