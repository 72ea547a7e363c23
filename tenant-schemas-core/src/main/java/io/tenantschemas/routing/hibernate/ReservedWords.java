package io.tenantschemas.routing.hibernate;

import java.util.Set;

/**
 * Words that PostgreSQL <a href="https://www.postgresql.org/docs/current/sql-keywords-appendix.html">takes</a> for the name
 * of a schema only in quotes.
 */
final class ReservedWords {

    private static final Set<String> WORDS = Set.of("""
            all analyse analyze and any array as asc asymmetric authorization binary both case cast check
            collate collation column concurrently constraint create cross current_catalog current_date
            current_role current_schema current_time current_timestamp current_user default deferrable desc
            distinct do else end except false fetch for foreign freeze from full grant group having ilike in
            initially inner intersect into is isnull join lateral leading left like limit localtime
            localtimestamp natural not notnull null offset on only or order outer overlaps placing primary
            references returning right select session_user similar some symmetric system_user table tablesample
            then to trailing true union unique user using variadic verbose when where window with
            """.strip().split("\\s+"));

    private ReservedWords() {}

    static boolean contain(String name) {
        return WORDS.contains(name);
    }
}
