package io.tenantschemas.schema;

/** Tables, without what their columns' values are restricted by. */
final class Tables {

    /** Partitions are tables like any other first, because their columns may have another order than their parents'. */
    static final String QUERY = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, 'DEFINITION',
                pg_catalog.format('CREATE %sTABLE %I (%s)%s%s%s%s%s',
                    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, c.relname, {columns},
                    ' INHERITS (' || CASE WHEN NOT c.relispartition THEN (
                        SELECT pg_catalog.string_agg(h.inhparent::pg_catalog.regclass::pg_catalog.text, ', ' ORDER BY h.inhseqno)
                        FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid) END || ')',
                    ' PARTITION BY ' || pg_catalog.pg_get_partkeydef(c.oid),
                    ' USING ' || pg_catalog.quote_ident(m.amname),
                    ' WITH (' || nullif(pg_catalog.concat_ws(', ', {options c.reloptions}, {toast-options t.reloptions}), '') || ')',
                    ' TABLESPACE ' || pg_catalog.quote_ident(s.spcname))
                || {column-settings}
                || coalesce(pg_catalog.format(E'\\n;\\nALTER TABLE %I OF ', c.relname)
                    || nullif(c.reloftype, 0)::pg_catalog.regtype::pg_catalog.text, ''),
                pg_catalog.format('TABLE %I', c.relname), pg_catalog.pg_get_userbyid(c.relowner)
            FROM {members pg_class c}
                LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
                LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
                LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
            WHERE c.relkind IN ('r', 'p')
            """;

    static final String PARTITIONS = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, 'ATTACHMENT',
                pg_catalog.format('ALTER TABLE ONLY %s ATTACH PARTITION %I %s', h.inhparent::pg_catalog.regclass, c.relname,
                    pg_catalog.pg_get_expr(c.relpartbound, c.oid)), NULL::pg_catalog.text, NULL::pg_catalog.name
            FROM {members pg_class c} JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid
            WHERE c.relkind IN ('r', 'p') AND c.relispartition
            """;

    /** What the rows are known by to those who receive changes of them, and by which index they were put in order. */
    static final String STATES = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, 'STATE',
                pg_catalog.format('ALTER TABLE ONLY %I REPLICA IDENTITY %s', c.relname,
                    CASE c.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END), NULL::pg_catalog.text, NULL::pg_catalog.name
            FROM {members pg_class c}
            WHERE c.relkind IN ('r', 'p') AND c.relreplident IN ('f', 'n')
            UNION ALL
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, i.indexrelid, 'STATE',
                pg_catalog.format('ALTER TABLE ONLY %I %s %I', c.relname, w.what, x.relname), NULL, NULL
            FROM {members pg_class c}
                JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
                JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                CROSS JOIN LATERAL (VALUES (i.indisclustered, 'CLUSTER ON'),
                    (i.indisreplident AND c.relreplident = 'i', 'REPLICA IDENTITY USING INDEX')) w (wanted, what)
            WHERE w.wanted
            """;

    private Tables() {}
}
