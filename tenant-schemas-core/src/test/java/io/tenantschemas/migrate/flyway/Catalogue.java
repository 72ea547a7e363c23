package io.tenantschemas.migrate.flyway;

import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;

/** What a schema is made of, as PostgreSQL's catalogue has it, without the schema's own name. */
final class Catalogue {

    private static final String QUERY = """
            WITH s AS (SELECT n.oid, n.nspname AS name FROM pg_namespace n WHERE n.nspname = ?), r AS (
                SELECT c.* FROM pg_class c JOIN s ON c.relnamespace = s.oid
            ), described AS (
                SELECT concat_ws(' ', 'relation', relname, relkind, relpersistence, relreplident, relrowsecurity,
                    reloptions, relacl, pg_get_userbyid(relowner), obj_description(oid, 'pg_class'),
                    CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
                    pg_get_partkeydef(oid), pg_get_expr(relpartbound, oid)) AS line
                FROM r
            UNION ALL
                SELECT concat_ws(' ', 'column', r.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
                    a.attnotnull, a.attidentity, a.attgenerated, a.attcollation::regcollation, a.attstorage,
                    pg_get_expr(d.adbin, d.adrelid), col_description(r.oid, a.attnum))
                FROM pg_attribute a JOIN r ON r.oid = a.attrelid
                    LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
                WHERE a.attnum > 0 AND NOT a.attisdropped AND r.relkind <> 'i'
            UNION ALL
                SELECT concat_ws(' ', 'constraint', k.conrelid::regclass, k.conname, k.contype, pg_get_constraintdef(k.oid))
                FROM pg_constraint k JOIN s ON k.connamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'index', pg_get_indexdef(r.oid)) FROM r WHERE relkind IN ('i', 'I')
            UNION ALL
                SELECT concat_ws(' ', 'sequence', r.relname, q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmax,
                    q.seqmin, q.seqcache, q.seqcycle)
                FROM pg_sequence q JOIN r ON r.oid = q.seqrelid
            UNION ALL
                SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN r ON r.oid = t.tgrelid
                WHERE NOT t.tgisinternal
            UNION ALL
                SELECT concat_ws(' ', 'routine', CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END, p.proname)
                FROM pg_proc p JOIN s ON p.pronamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'type', t.typname, t.typtype, array(SELECT enumlabel FROM pg_enum e
                    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder))
                FROM pg_type t JOIN s ON t.typnamespace = s.oid
            UNION ALL
                SELECT concat_ws(' ', 'policy', pol.polname, pol.polcmd, pg_get_expr(pol.polqual, pol.polrelid))
                FROM pg_policy pol JOIN r ON r.oid = pol.polrelid
            )
            SELECT replace(line, s.name, '~') FROM described, s ORDER BY 1
            """;

    private Catalogue() {}

    /** Returns a line for each relation, column, constraint and whatever else there is. */
    static List<String> of(String schema, JdbcTemplate jdbc) {
        return jdbc.queryForList(QUERY, String.class, schema);
    }
}
