package io.tenantschemas.routing;

import java.util.concurrent.TimeUnit;

/**
 * A question to the server, whether a session points where it should and the schema is there and its tenant's.
 *
 * @param path the search path that was to be set
 * @param heard since which interruption this node was told of changes of tenants when it was asked; negative if it was not
 * @param at when it was asked, as a reading of the clock
 */
record Inquiry(String path, long heard, long at) {

    /** What is heard of that which nobody changes: what everybody sees. */
    static final long NOTHING_TO_HEAR = Long.MAX_VALUE;

    /** No question, or one whose answer nobody knows. */
    static final Inquiry NONE = new Inquiry("", -1, 0);

    /** For how long an answer is good: who changes tenants past this library tells nobody, nor does a function. */
    private static final long TRUST = TimeUnit.SECONDS.toNanos(1);

    /** Returns whether the answer is not good any more at that time. */
    boolean isOldAt(long time) {
        return time - at >= TRUST;
    }

    /** Returns whether this one would be answered as {@code last} was. */
    boolean isLeftOutAfter(Inquiry last) {
        return heard >= 0 && heard == last.heard && at - last.at < TRUST && path.equals(last.path);
    }

    /** Returns the same for another path. */
    Inquiry withPath(String otherPath) {
        return new Inquiry(otherPath, heard, at);
    }
}
