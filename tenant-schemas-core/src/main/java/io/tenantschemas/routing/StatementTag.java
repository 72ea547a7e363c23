package io.tenantschemas.routing;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.SchemaName;

/**
 * Tells the text of one tenant's statements from that of others, by a comment at its end. Neither the driver nor the server
 * then takes what was prepared for the one for the other's, and each finds its own again when its turn comes.
 *
 * @param comment the comment, or null for none
 */
record StatementTag(@Nullable String comment) {

    static final StatementTag NONE = new StatementTag(null);

    /** Returns the tag of that binding: none for what sees the shared tables. The id, because a name used again is another. */
    static StatementTag of(TenantBinding binding, SchemaName publicSchema) {
        String identifier = binding.identifier(publicSchema);
        // Neither names nor numbers end a comment.
        return identifier.equals(publicSchema.value()) ? NONE : new StatementTag("/*" + identifier + "*/");
    }

    /** Returns {@code sql} with the tag. */
    String in(String sql) {
        int end = comment == null ? 0 : endOf(sql);
        if (end == 0) {
            return sql;
        }
        // Behind the escape for a call nothing may follow.
        int at = sql.charAt(end - 1) == '}' && sql.stripLeading().startsWith("{") ? end - 1 : end;
        return sql.substring(0, at) + " " + comment + sql.substring(at);
    }

    // Behind what ends the statement it would be one more to the driver. Within a comment it does as well.
    private static int endOf(String sql) {
        int end = sql.length();
        while (end > 0 && (sql.charAt(end - 1) == ';' || Character.isWhitespace(sql.charAt(end - 1)))) {
            end--;
        }
        return end;
    }
}
