package io.tenantschemas.role;

import java.nio.charset.StandardCharsets;

/**
 * The name of a role that is not a tenant's, as it stands in PostgreSQL's catalogue.
 *
 * @param value the name, without quotes
 */
public record RoleName(String value) {

    private static final int LONGEST = 63;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is empty, has more than 63 bytes, or is one that PostgreSQL keeps for itself
     */
    public RoleName {
        if (value.isEmpty()
                || value.getBytes(StandardCharsets.UTF_8).length > LONGEST
                || value.startsWith("pg_")
                || value.equals("public")
                || value.equals("none")) {
            throw new IllegalArgumentException(
                    ("'%s' cannot be the name of a role: it needs from 1 to %d bytes, must not begin with 'pg_', and must not be"
                                    + " 'public' or 'none'.")
                            .formatted(value, LONGEST));
        }
    }

    /** Returns the name as an SQL identifier, in double quotes. */
    public String quoted() {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return value;
    }
}
