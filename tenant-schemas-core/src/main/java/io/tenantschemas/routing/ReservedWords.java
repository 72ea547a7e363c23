package io.tenantschemas.routing;

import java.util.Set;

/** Keywords of PostgreSQL 15 to 18 that name no relation unless they are quoted: see {@code pg_get_keywords()}. */
final class ReservedWords {

    /** Category R. */
    private static final Set<String> RESERVED = Set.of("""
            all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
            current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc
            distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral
            leading limit localtime localtimestamp not null offset on only or order placing primary references returning
            select session_user some symmetric system_user table then to trailing true union unique user using variadic when
            where window with
            """.strip().split("\\s+"));

    /** Category T: functions and types may have these names. */
    private static final Set<String> RESERVED_BUT_FOR_FUNCTIONS =
            Set.of("""
            authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull join left like
            natural notnull outer overlaps right similar tablesample verbose
            """.strip().split("\\s+"));

    private ReservedWords() {}

    /** Returns whether no relation has that name. */
    static boolean contain(String word) {
        return RESERVED.contains(word) || RESERVED_BUT_FOR_FUNCTIONS.contains(word);
    }

    /** Returns whether no function and no type has that name either. */
    static boolean containFor(String functionOrType) {
        return RESERVED.contains(functionOrType);
    }
}
