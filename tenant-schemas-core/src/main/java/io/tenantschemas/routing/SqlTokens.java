package io.tenantschemas.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tenantschemas.routing.SqlToken.Kind;

/** SQL taken apart, as far as is needed to tell names from texts, and both from comments. */
final class SqlTokens {

    /** Stands for a text whose content is not read. */
    static final String UNREAD_TEXT = "''";

    // No alternatives within repetitions, which would need a stack as deep as the text is long. What is not closed
    // goes on to the end, and two quotes within a text make two texts of it.
    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>--[^\\n\\r]*+|/\\*)\
            |(?<coded>[uU]&"[^"]*+"?)\
            |(?<escaped>[eE]')\
            |(?<text>'[^']*+'?)\
            |(?<dollar>\\$(?:[A-Za-z_\\x80-\\x{10FFFF}][A-Za-z0-9_\\x80-\\x{10FFFF}]*+)?\\$)\
            |"(?<quoted>[^"]*+)"?\
            |(?<word>[A-Za-z_\\x80-\\x{10FFFF}][A-Za-z0-9_$\\x80-\\x{10FFFF}]*+)\
            |(?<sign>\\S)""");

    private final String sql;

    private final Matcher matcher;

    private final List<SqlToken> tokens = new ArrayList<>();

    private SqlTokens(String sql) {
        this.sql = sql;
        this.matcher = TOKEN.matcher(sql);
    }

    /** Returns what {@code sql} is made of, without comments. */
    static List<SqlToken> of(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        tokens.read();
        return tokens.tokens;
    }

    private void read() {
        int at = 0;
        while (matcher.find(at)) {
            at = next();
        }
    }

    private int next() {
        String comment = matcher.group("comment");
        if (comment != null) {
            return comment.startsWith("--") ? matcher.end() : endOfComment(matcher.end());
        }
        if (matcher.group("dollar") != null) {
            int close = sql.indexOf(matcher.group(), matcher.end());
            return add(
                    Kind.TEXT,
                    UNREAD_TEXT,
                    close < 0 ? sql.length() : close + matcher.group().length());
        }
        if (matcher.group("escaped") != null) {
            return add(Kind.TEXT, UNREAD_TEXT, endOfEscaped(matcher.end()));
        }
        String quoted = matcher.group("quoted");
        return quoted != null ? add(Kind.QUOTED, quoted, matcher.end()) : add(kind(), matcher.group(), matcher.end());
    }

    private Kind kind() {
        if (matcher.group("word") != null) {
            return Kind.WORD;
        }
        if (matcher.group("text") != null) {
            return Kind.TEXT;
        }
        return matcher.group("coded") != null ? Kind.CODED : Kind.SIGN;
    }

    private int add(Kind kind, String text, int end) {
        tokens.add(new SqlToken(kind, text, matcher.start(), end));
        return end;
    }

    private int endOfEscaped(int from) {
        int at = from;
        // Two quotes are one within the text, which has its escapes behind them, too.
        while (at < sql.length() && (sql.charAt(at) != '\'' || sql.startsWith("''", at))) {
            at += "\\'".indexOf(sql.charAt(at)) >= 0 ? 2 : 1;
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
}
