package io.tenantschemas.schema;

/** Views, and materialised views without their rows. */
final class Views {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, 'DEFINITION',
                CASE c.relkind
                    WHEN 'v' THEN pg_catalog.format(E'CREATE VIEW %I%s AS\\n%s', c.relname,
                        ' WITH (' || {options c.reloptions} || ')', pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';'))
                    ELSE pg_catalog.format(E'CREATE MATERIALIZED VIEW %I%s%s%s AS\\n%s\\nWITH NO DATA', c.relname,
                        ' USING ' || pg_catalog.quote_ident(m.amname),
                        ' WITH (' || nullif(pg_catalog.concat_ws(', ',
                            {options c.reloptions}, {toast-options t.reloptions}), '') || ')',
                        ' TABLESPACE ' || pg_catalog.quote_ident(s.spcname),
                        pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid), ';')) || {column-settings}
                END,
                pg_catalog.format('%sVIEW %I', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' END, c.relname),
                pg_catalog.pg_get_userbyid(c.relowner)
            FROM {members pg_class c}
                LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
                LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
                LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
            WHERE c.relkind IN ('v', 'm')
            """;

    private Views() {}
}
