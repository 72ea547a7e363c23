package io.tenantschemas.provision;

/**
 * What of a tenant's schema is copied into that of a new one.
 *
 * @param withData whether the copy has the rows, too, or only tables without any
 * @param mentionsAllowed whether functions and the like are copied that have the original's name in a text; see
 *     {@link #allowingMentions()}
 */
public record CopyOptions(boolean withData, boolean mentionsAllowed) {

    /** Returns that all is copied. */
    public static CopyOptions everything() {
        return new CopyOptions(true, false);
    }

    /** Returns that tables are, and what else there is, but no rows. */
    public static CopyOptions withoutRows() {
        return new CopyOptions(false, false);
    }

    /**
     * Returns the same for a schema of which somebody has made sure that none of its functions, triggers and settings leads back to
     * it: what has its name in a text is copied as it stands, where it is refused otherwise.
     */
    public CopyOptions allowingMentions() {
        return new CopyOptions(withData, true);
    }
}
