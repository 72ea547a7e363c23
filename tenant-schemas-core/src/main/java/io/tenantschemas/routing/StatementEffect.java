package io.tenantschemas.routing;

import java.util.List;
import java.util.Set;

/**
 * What a statement may leave in its session, as far as its text shows it. In case of doubt the worse; what a function of the
 * user's own does cannot be seen.
 */
enum StatementEffect {

    /** Nothing that would not be noticed otherwise. */
    NONE,

    /** Another search path. */
    PATH,

    /** Settings, prepared statements or notifications, which nobody can undo without undoing what the pool set up. */
    SETTINGS,

    /** A transaction of which the driver knows nothing, and in which nothing is safe, whoever comes next. */
    TRANSACTION;

    private static final String SET_CONFIG = "set_config";

    private static final String SEARCH_PATH = "search_path";

    private static final String SETTINGS_VIEW = "pg_settings";

    /** Statements that leave nothing, unless they call {@code set_config}. */
    private static final Set<String> HARMLESS = Set.of(
            "select",
            "insert",
            "update",
            "delete",
            "merge",
            "with",
            "values",
            "table",
            "(",
            "create",
            "drop",
            "truncate",
            "comment",
            "grant",
            "revoke",
            "copy",
            "explain",
            "analyze",
            "analyse",
            "vacuum",
            "declare",
            "fetch",
            "move",
            "close",
            "execute",
            "deallocate",
            "lock",
            "notify",
            "unlisten",
            "savepoint",
            "release",
            "show",
            "refresh",
            "reindex",
            "cluster",
            "checkpoint",
            "reassign",
            "import",
            "security");

    private static final Set<String> PATHS = Set.of(SEARCH_PATH, "schema");

    private static final Set<String> OF_THE_TRANSACTION = Set.of("transaction", "constraints");

    private static final Set<String> WITHOUT_SETTINGS = Set.of("plans", "sequences", "temp", "temporary");

    private static final Set<String> SETTINGS_OF_OTHERS = Set.of("role", "user", "database", "system", "group");

    /** Returns the worst that a statement of {@code sql} may do. */
    static StatementEffect of(String sql) {
        return isPlain(sql) ? NONE : ofStatements(sql);
    }

    /** Passes what nearly all statements are, in one look at each character. */
    private static boolean isPlain(String sql) {
        if (!HARMLESS.contains(StatementText.firstWord(sql))) {
            return false;
        }
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            // An ampersand may begin a name that is written in codes.
            if (c == ';' || c == '&' || (c == '_' && isTelling(sql, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTelling(String sql, int underscore) {
        return isWithin(sql, underscore - 3, SET_CONFIG)
                || isWithin(sql, underscore - 2, SETTINGS_VIEW)
                || isWithin(sql, underscore - 6, SEARCH_PATH);
    }

    private static boolean isWithin(String sql, int at, String word) {
        return sql.regionMatches(true, at, word, 0, word.length());
    }

    private static StatementEffect ofStatements(String sql) {
        StatementEffect worst = NONE;
        for (List<String> statement : StatementText.statements(sql)) {
            worst = worse(worst, worse(ofKind(statement), ofContent(statement)));
        }
        return worst;
    }

    private static StatementEffect worse(StatementEffect one, StatementEffect other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static StatementEffect ofKind(List<String> words) {
        return switch (words.get(0)) {
            case "set" -> ofSet(words);
            // A procedure is more likely than a function to be one that changes things.
            case "call", "{" -> PATH;
            case "reset" -> PATHS.contains(word(words, 1)) ? PATH : SETTINGS;
            case "discard" -> WITHOUT_SETTINGS.contains(word(words, 1)) ? NONE : SETTINGS;
            case "begin", "start" -> TRANSACTION;
            case "prepare" -> word(words, 1).equals("transaction") ? TRANSACTION : SETTINGS;
            case "commit", "end", "rollback", "abort" -> isChained(words) ? TRANSACTION : NONE;
            case "alter" -> ofAlter(word(words, 1));
            default -> HARMLESS.contains(words.get(0)) ? NONE : SETTINGS;
        };
    }

    private static StatementEffect ofSet(List<String> words) {
        boolean session = word(words, 1).equals("session");
        String name = word(words, session ? 2 : 1);
        if (PATHS.contains(name)) {
            return PATH;
        }
        return !session && (name.equals("local") || OF_THE_TRANSACTION.contains(name)) ? NONE : SETTINGS;
    }

    private static StatementEffect ofAlter(String what) {
        if (what.equals("schema")) {
            return PATH;
        }
        return SETTINGS_OF_OTHERS.contains(what) ? SETTINGS : NONE;
    }

    private static boolean isChained(List<String> words) {
        int chain = words.indexOf("chain");
        return chain > 0 && !words.get(chain - 1).equals("no");
    }

    private static StatementEffect ofContent(List<String> words) {
        if (words.get(0).equals("show")) {
            return NONE;
        }
        StatementEffect worst = words.contains(SEARCH_PATH) || words.contains("'search_path'") ? PATH : NONE;
        // The view has a rule that makes an update of it a SET.
        if (words.contains(StatementText.CODED_NAME) || (words.contains(SETTINGS_VIEW) && words.contains("update"))) {
            return SETTINGS;
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals(SET_CONFIG) && word(words, i + 1).equals("(")) {
                worst = worse(worst, ofSetConfig(StatementText.arguments(words, i + 1)));
            }
        }
        return worst;
    }

    private static StatementEffect ofSetConfig(List<List<String>> arguments) {
        if (arguments.size() != 3) {
            return SETTINGS;
        }
        if (arguments.get(0).equals(List.of("'search_path'"))) {
            return PATH;
        }
        return arguments.get(2).equals(List.of("true")) ? NONE : SETTINGS;
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }
}
