package io.tenantschemas.schema;

/** Sequences. Those of identity columns come with their columns. */
final class Sequences {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, 'DEFINITION',
                CASE WHEN u.deptype IS DISTINCT FROM 'i' THEN pg_catalog.format('CREATE %sSEQUENCE %I AS %s %s%s',
                    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, c.relname, pg_catalog.format_type(q.seqtypid, NULL),
                    {sequence q},
                    ' OWNED BY ' || pg_catalog.quote_ident(h.relname) || '.' || pg_catalog.quote_ident(a.attname))
                WHEN c.relpersistence <> h.relpersistence THEN pg_catalog.format('ALTER SEQUENCE %I SET %s', c.relname,
                    CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END) END,
                pg_catalog.format('SEQUENCE %I', c.relname),
                CASE WHEN u.objid IS NULL THEN pg_catalog.pg_get_userbyid(c.relowner) END
            FROM {members pg_class c}
                JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid
                LEFT JOIN pg_catalog.pg_depend u ON u.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND u.objid = c.oid
                    AND u.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND u.refobjsubid > 0
                    AND u.deptype IN ('a', 'i')
                LEFT JOIN pg_catalog.pg_class h ON h.oid = u.refobjid
                LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = u.refobjid AND a.attnum = u.refobjsubid
            WHERE c.relkind = 'S'
            """;

    private Sequences() {}
}
