package io.tenantschemas.routing;

/**
 * A word, a text or a sign of SQL.
 *
 * @param kind what it is
 * @param text a quoted name without its quotes, everything else as it is written; two quotes for a text whose content is not
 *     read
 * @param start where it begins
 * @param end where it ends
 */
record SqlToken(Kind kind, String text, int start, int end) {

    enum Kind {

        /** A name without quotes, or a keyword. */
        WORD,

        /** A name in double quotes. */
        QUOTED,

        /** A name that is written in codes, which are not read. */
        CODED,

        /** A text in single quotes, in dollars or with escapes. */
        TEXT,

        /** One character of whatever else there is. */
        SIGN
    }

    /** Returns a name as PostgreSQL stores it: it folds ASCII letters only, and not those in quotes. */
    String folded() {
        return kind == Kind.WORD ? folded(text) : text;
    }

    static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (letter >= 'A' && letter <= 'Z') {
                folded.setCharAt(i, (char) (letter + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    boolean isSign(char sign) {
        return kind == Kind.SIGN && text.charAt(0) == sign;
    }
}
