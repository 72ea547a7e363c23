package io.tenantschemas.schema;

/** Indexes. Those that are there for a constraint come with it. */
final class Indexes {

    /** What is not part of the statement that makes an index {@code i}. */
    static final String SETTINGS = """
            pg_catalog.concat(
                CASE WHEN k.contype IN ('p', 'u', 'x') THEN
                    pg_catalog.format(E'\\n;\\nALTER INDEX %I SET (', i.relname) || {options i.reloptions} || ')' END,
                pg_catalog.format(E'\\n;\\nALTER INDEX %I SET TABLESPACE ', i.relname) || pg_catalog.quote_ident(s.spcname),
                (SELECT pg_catalog.string_agg(pg_catalog.format(E'\\n;\\nALTER INDEX %I ALTER %s SET STATISTICS %s',
                        i.relname, a.attnum, a.attstattarget), '' ORDER BY a.attnum)
                    FROM pg_catalog.pg_attribute a WHERE a.attrelid = i.oid AND a.attstattarget >= 0))\
            """;

    static final String QUERY = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, i.oid, 'INDEX',
                CASE WHEN k.oid IS NULL THEN pg_catalog.pg_get_indexdef(i.oid, 0, true) || {index-settings} END,
                pg_catalog.format('INDEX %I', i.relname), NULL::pg_catalog.name
            FROM {members pg_class c}
                JOIN pg_catalog.pg_index x ON x.indrelid = c.oid
                JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                LEFT JOIN pg_catalog.pg_constraint k
                    ON k.conrelid = c.oid AND k.conindid = i.oid AND k.contype IN ('p', 'u', 'x')
                LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = i.reltablespace
            WHERE c.relkind IN ('r', 'p', 'm')
            """;

    static final String OF_PARTITIONS = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, i.oid, 'INDEX_ATTACHMENT',
                pg_catalog.format('ALTER INDEX %s ATTACH PARTITION %I', h.inhparent::pg_catalog.regclass, i.relname),
                NULL::pg_catalog.text, NULL::pg_catalog.name
            FROM {members pg_class c}
                JOIN pg_catalog.pg_index x ON x.indrelid = c.oid
                JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                JOIN pg_catalog.pg_inherits h ON h.inhrelid = i.oid
            WHERE c.relkind IN ('r', 'p')
            """;

    private Indexes() {}
}
