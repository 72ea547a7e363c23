package io.tenantschemas.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SQL taken apart into words, as far as is needed to tell names from texts and one statement from the next. */
final class StatementText {

    /** Stands for a name that is written in codes, which are not read. */
    static final String CODED_NAME = "U&";

    private StatementText() {}

    /** Returns the first word in lower case, or the first sign, after comments; an empty text if there is none. */
    static String firstWord(String sql) {
        int start = 0;
        while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        if (end > start) {
            return sql.substring(start, end).toLowerCase(Locale.ROOT);
        }
        int endOfComment = sql.startsWith("/*", start) ? sql.indexOf("*/", start) : -1;
        if (endOfComment > 0) {
            // Comments nest, which is read elsewhere.
            boolean nested = sql.substring(start + 2, endOfComment).contains("/*");
            return nested ? "" : firstWord(sql.substring(endOfComment + 2));
        }
        return start < sql.length() ? sql.substring(start, start + 1) : "";
    }

    /**
     * Returns the words of each statement: names in lower case, quoted or not, texts in single quotes and cut if they are
     * long, and signs. Statements without words are left out.
     */
    static List<List<String>> statements(String sql) {
        List<List<String>> statements = new ArrayList<>(List.of(new ArrayList<>()));
        for (SqlToken token : SqlTokens.of(sql)) {
            if (token.isSign(';')) {
                statements.add(new ArrayList<>());
            } else {
                statements.get(statements.size() - 1).add(word(token));
            }
        }
        statements.removeIf(List::isEmpty);
        return statements;
    }

    private static String word(SqlToken token) {
        if (token.kind() == SqlToken.Kind.CODED) {
            return CODED_NAME;
        }
        String text = token.text();
        return text.substring(0, Math.min(text.length(), 64)).toLowerCase(Locale.ROOT);
    }

    /** Returns what stands between the parenthesis at {@code open} and its end, parted by commas. */
    static List<List<String>> arguments(List<String> words, int open) {
        List<List<String>> arguments = new ArrayList<>(List.of(new ArrayList<>()));
        int depth = 0;
        for (String word : words.subList(open, words.size())) {
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            if (depth == 1 && word.equals(",")) {
                arguments.add(new ArrayList<>());
            } else if (depth > 1 || !word.equals("(")) {
                arguments.get(arguments.size() - 1).add(word);
            }
        }
        return arguments;
    }
}
