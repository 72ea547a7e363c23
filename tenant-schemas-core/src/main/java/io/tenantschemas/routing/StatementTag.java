package io.tenantschemas.routing;

import io.tenantschemas.tenant.Tenant;

/**
 * Tells the prepared statements of tenants apart that are otherwise one text, and would be one statement to a pooler that
 * keeps them: PostgreSQL refuses to execute it under a path on which its result has other columns.
 */
final class StatementTag {

    private StatementTag() {}

    /** Returns {@code sql} with a comment that says whose it is. */
    static String on(String sql, Tenant tenant) {
        int end = endOf(sql);
        // In a line of its own, as the text may end in a comment; and not after what ends the statement, where the driver
        // would take it for one more.
        return end == 0 ? sql : sql.substring(0, end) + "\n/* tenant " + tenant.id() + " */" + sql.substring(end);
    }

    private static int endOf(String sql) {
        int end = sql.length();
        while (end > 0 && (sql.charAt(end - 1) == ';' || Character.isWhitespace(sql.charAt(end - 1)))) {
            end--;
        }
        return end;
    }
}
