package io.tenantschemas.routing;

import java.util.List;
import java.util.Set;

import io.tenantschemas.routing.SqlToken.Kind;

/** What a statement is made of, by index, and what can be told from a few neighbours. Outside of it there is nothing. */
final class SqlWords {

    /** Words that are not reserved, and so may be columns, but behind which a value may begin as well. */
    private static final Set<String> BEFORE_VALUES =
            Set.of("by", "zone", "rows", "range", "groups", "first", "next", "value", "passing");

    private static final SqlToken NOTHING = new SqlToken(Kind.SIGN, " ", 0, 0);

    private final String sql;

    private final List<SqlToken> tokens;

    SqlWords(String sql) {
        this.sql = sql;
        this.tokens = SqlTokens.of(sql);
    }

    int size() {
        return tokens.size();
    }

    SqlToken token(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : NOTHING;
    }

    /** Returns the word without quotes at that place in lower case, or the sign, or an empty text for what is neither. */
    String word(int index) {
        SqlToken token = token(index);
        return switch (token.kind()) {
            case WORD -> token.folded();
            case SIGN -> token.text();
            default -> "";
        };
    }

    boolean isSign(int index, char sign) {
        return token(index).isSign(sign);
    }

    /** Returns whether what stands there belongs to what stands before it. The dot may be that of a number. */
    boolean isQualified(int index) {
        SqlToken before = token(index - 2);
        return isSign(index - 1, '.') && (before.isName() || before.isSign(')') || before.isSign(']'));
    }

    /**
     * Returns whether what stands there is a type, as in {@code CAST(x AS varchar(9))} and {@code x::varchar(9)}.
     *
     * @param opener the word before the parenthesis around it
     */
    boolean isType(int index, String opener) {
        return (isSign(index - 1, ':') && isSign(index - 2, ':'))
                || (word(index - 1).equals("as") && opener.equals("cast"));
    }

    /** Returns whether a parameter ends there, of JDBC's or of the server's. */
    boolean isParameter(int index) {
        int first = index;
        while (isDigit(token(first))) {
            first--;
        }
        return isSign(index, '?') || (first < index && isSign(first, '$'));
    }

    /** Returns whether nothing stands between the two, not even a space. */
    boolean isGluedToTheOneBefore(int index) {
        return index > 0 && token(index).start() == token(index - 1).end();
    }

    /** Returns whether names stand there in parentheses, with commas between them, and nothing else. */
    boolean isListOfColumns(int open) {
        int index = open + 1;
        while (token(index).isName() && isSign(index + 1, ',')) {
            index += 2;
        }
        return token(index).isName() && isSign(index + 1, ')');
    }

    int endOfParenthesis(int open) {
        int depth = 1;
        int index = open;
        while (depth > 0 && index < tokens.size()) {
            index++;
            depth += isSign(index, '(') ? 1 : isSign(index, ')') ? -1 : 0;
        }
        return index;
    }

    /**
     * Returns whether a value may end there. Then no value follows, so that a word behind it is a keyword or an alias, and
     * neither a function nor a type.
     */
    boolean isEndOfValue(int index) {
        SqlToken token = token(index);
        return switch (token.kind()) {
            case TEXT, QUOTED -> true;
            case WORD -> isQualified(index) || isValue(token.folded());
            case SIGN -> ")]?".contains(token.text()) || isDigit(token);
            case CODED -> false;
        };
    }

    private static boolean isValue(String word) {
        return word.equals("end")
                || !(ReservedWords.contain(word) || Set.of("between", "escape").contains(word));
    }

    /** Returns whether a word there stands between two values, as in {@code x NOT LIKE y}. */
    boolean isBetweenValues(int index) {
        int before = word(index - 1).equals("not") ? index - 2 : index - 1;
        return isEndOfValue(before) && (isQualified(before) || !BEFORE_VALUES.contains(word(before)));
    }

    /** Returns whether digits go over into the word there, and not into an exponent. */
    boolean isGluedToNumber(int index) {
        return token(index).kind() == Kind.WORD
                && isGluedToTheOneBefore(index)
                && isDigit(token(index - 1))
                && !token(index).text().matches("[eE][0-9]*");
    }

    /** Returns whether the text there goes on in the way of one with escapes, which are not read in it. */
    boolean isContinuationOfEscapes(int index) {
        SqlToken before = token(index - 1);
        return before.kind() == Kind.TEXT && "eE".indexOf(sql.charAt(before.start())) >= 0;
    }

    private static boolean isDigit(SqlToken token) {
        char first = token.text().charAt(0);
        return token.kind() == Kind.SIGN && first >= '0' && first <= '9';
    }
}
