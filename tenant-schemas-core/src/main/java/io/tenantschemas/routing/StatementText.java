package io.tenantschemas.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL taken apart into words, as far as is needed to tell names from texts and one statement from the next. */
final class StatementText {

    /** Stands for a name that is written in codes, which are not read. */
    static final String CODED_NAME = "U&";

    // No alternatives within repetitions, which would need a stack as deep as the text is long. What is not closed
    // goes on to the end, and two quotes within a text make two texts of it.
    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>--[^\\n]*+|/\\*)\
            |(?<coded>[uU]&"[^"]*+"?)\
            |(?<escaped>[eE]')\
            |(?<text>'[^']*+'?)\
            |(?<dollar>\\$(?:[A-Za-z_\\x80-\\uFFFF][A-Za-z0-9_\\x80-\\uFFFF]*+)?\\$)\
            |"(?<quoted>[^"]*+)"?\
            |(?<word>[A-Za-z_\\x80-\\uFFFF][A-Za-z0-9_$\\x80-\\uFFFF]*+)\
            |(?<sign>\\S)""");

    private final String sql;

    private final Matcher token;

    private final List<List<String>> statements = new ArrayList<>();

    private List<String> words = new ArrayList<>();

    private StatementText(String sql) {
        this.sql = sql;
        this.token = TOKEN.matcher(sql);
    }

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
        StatementText text = new StatementText(sql);
        text.read();
        return text.statements;
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

    private void read() {
        int at = 0;
        while (token.find(at)) {
            at = next();
        }
        endStatement();
    }

    private int next() {
        String comment = token.group("comment");
        if (comment != null) {
            return comment.startsWith("--") ? token.end() : endOfComment(token.end());
        }
        if (token.group("dollar") != null) {
            int close = sql.indexOf(token.group(), token.end());
            words.add("''");
            return close < 0 ? sql.length() : close + token.group().length();
        }
        if (token.group("escaped") != null) {
            words.add("''");
            return endOfEscaped(token.end());
        }
        if (";".equals(token.group("sign"))) {
            endStatement();
        } else {
            words.add(word());
        }
        return token.end();
    }

    private String word() {
        if (token.group("coded") != null) {
            return CODED_NAME;
        }
        String quoted = token.group("quoted");
        String word = quoted != null ? quoted : token.group();
        return word.substring(0, Math.min(word.length(), 64)).toLowerCase(Locale.ROOT);
    }

    private int endOfEscaped(int from) {
        int at = from;
        while (at < sql.length() && sql.charAt(at) != '\'') {
            at += sql.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, sql.length());
    }

    // PostgreSQL's comments nest.
    private int endOfComment(int from) {
        int depth = 1;
        int at = from;
        while (depth > 0 && at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        }
        return at;
    }

    private void endStatement() {
        if (!words.isEmpty()) {
            statements.add(words);
            words = new ArrayList<>();
        }
    }
}
