package io.tenantschemas.routing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of functions in FROM, and what is written like a column of one. {@code s.nextval} draws a number where s is a text
 * of {@code unnest(...) s}: PostgreSQL takes what is no column for a function, and finds it by the path.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-USAGE">Using Composite Types in Queries</a>
 */
final class FunctionValues {

    /** The longest name of PostgreSQL, in bytes. */
    private static final int LONGEST = 63;

    private final SqlWords words;

    /** The columns that each is known to have. */
    private final Map<String, Set<String>> columns = new HashMap<>();

    /** Where something is written like a column. */
    private final List<Integer> references = new ArrayList<>();

    FunctionValues(SqlWords words) {
        this.words = words;
    }

    /** Adds the value of a function whose name stands there, before its arguments. */
    void addFunction(int name) {
        int next = words.endOfParenthesis(name + 1) + 1;
        boolean numbered =
                words.word(next).equals("with") && words.word(next + 1).equals("ordinality");
        next += numbered ? 2 : 0;
        boolean as = words.word(next).equals("as");
        next += as ? 1 : 0;
        boolean hasAlias = words.token(next).isName() && (as || !ReservedWords.contain(words.word(next)));
        String alias = words.token(hasAlias ? next : name).folded();
        Set<String> known = words.isSign(next + 1, '(') && hasAlias ? namesIn(next + 1) : new HashSet<>(Set.of(alias));
        if (numbered) {
            known.add("ordinality");
        }
        // One name may stand for several values, on levels of their own.
        columns.merge(alias, known, FunctionValues::inBoth);
    }

    private Set<String> namesIn(int open) {
        Set<String> names = new HashSet<>();
        boolean goesOn = words.isListOfColumns(open);
        for (int at = open + 1; goesOn; at += 2) {
            names.add(words.token(at).folded());
            goesOn = words.isSign(at + 1, ',');
        }
        return names;
    }

    private static Set<String> inBoth(Set<String> some, Set<String> others) {
        some.retainAll(others);
        return some;
    }

    /** Adds what stands there and belongs to what is before it. */
    void addReference(int at) {
        references.add(at);
    }

    /** Returns whether everything that was added as a column is one, or belongs to something else. */
    boolean haveWhatIsReferred() {
        return columns.isEmpty()
                || (columns.keySet().stream().noneMatch(FunctionValues::isCutOff)
                        && references.stream().allMatch(this::isColumn));
    }

    // By the server, so that a shorter name is the same.
    private static boolean isCutOff(String alias) {
        return alias.getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }

    private boolean isColumn(int at) {
        String value = words.token(at - 2).folded();
        Set<String> known = columns.get(value);
        return !isCutOff(value)
                && (known == null || known.contains(words.token(at).folded()));
    }
}
