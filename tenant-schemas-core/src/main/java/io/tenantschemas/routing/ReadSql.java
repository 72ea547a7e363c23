package io.tenantschemas.routing;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a text of SQL says of itself.
 *
 * @param qualified the text with the places where the schema comes in, or null if the path counts
 * @param needs what has to be so when it is executed as it is
 */
record ReadSql(@Nullable QualifiedSql qualified, StatementNeeds needs) {

    /** Reads {@code sql}, where tenants have these relations for themselves. */
    static ReadSql of(String sql, Set<String> relations) {
        return new ReadSql(RelationScan.of(sql, relations).orElse(null), StatementNeeds.of(sql));
    }
}
