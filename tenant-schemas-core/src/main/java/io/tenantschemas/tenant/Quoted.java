package io.tenantschemas.tenant;

import org.jspecify.annotations.Nullable;

/** Quotes what came from outside, so that it can neither flood a message or a log nor forge a line in it. */
public final class Quoted {

    private static final int LONGEST = 100;

    private Quoted() {}

    /** Returns {@code text} in single quotes, shortened, with everything but printable ASCII replaced by '?'. */
    public static String text(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return "'" + shortened.replaceAll("[^ -~]|'", "?") + "'";
    }
}
