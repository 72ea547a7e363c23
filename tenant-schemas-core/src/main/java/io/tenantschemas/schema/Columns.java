package io.tenantschemas.schema;

/** Columns of tables. */
final class Columns {

    /** Those that a table {@code c} does not have from elsewhere, and from PostgreSQL 18 on, their not-null constraints. */
    static final String LIST = """
            pg_catalog.concat_ws(', ', (
                SELECT pg_catalog.string_agg(pg_catalog.format('%I %s%s%s%s', a.attname,
                        pg_catalog.format_type(a.atttypid, a.atttypmod),
                        CASE WHEN a.attcollation <> y.typcollation
                            THEN ' COLLATE ' || a.attcollation::pg_catalog.regcollation::pg_catalog.text END,
                        CASE WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS ('
                                || (SELECT pg_catalog.pg_get_expr(g.adbin, g.adrelid) FROM pg_catalog.pg_attrdef g
                                    WHERE g.adrelid = a.attrelid AND g.adnum = a.attnum)
                                || CASE a.attgenerated WHEN 's' THEN ') STORED' ELSE ') VIRTUAL' END
                            WHEN a.attidentity <> '' THEN ' GENERATED '
                                || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY ('
                                || (SELECT pg_catalog.format('SEQUENCE NAME %I %s', s.relname, {sequence q})
                                    FROM pg_catalog.pg_depend i JOIN pg_catalog.pg_class s ON s.oid = i.objid
                                        JOIN pg_catalog.pg_sequence q ON q.seqrelid = s.oid
                                    WHERE i.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.refobjid = a.attrelid
                                        AND i.refobjsubid = a.attnum AND i.deptype = 'i'
                                        AND i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass)
                                || ')' END,
                        CASE WHEN a.attnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                            WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum) THEN ' NOT NULL' END),
                    ', ' ORDER BY a.attnum)
                FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR c.relispartition)),
                (SELECT pg_catalog.string_agg(pg_catalog.format('CONSTRAINT %I %s', k.conname,
                    pg_catalog.pg_get_constraintdef(k.oid)), ', ' ORDER BY k.conkey[1])
                FROM pg_catalog.pg_constraint k
                WHERE k.conrelid = c.oid AND k.contype = 'n' AND k.convalidated AND (k.conislocal OR c.relispartition)))\
            """;

    /** What is set after the table or view {@code c} is made: what a column has from elsewhere may be set otherwise. */
    static final String SETTINGS = """
            coalesce((
                SELECT pg_catalog.string_agg(pg_catalog.concat(
                    CASE WHEN a.attstorage <> y.typstorage OR NOT (a.attislocal OR c.relispartition)
                        THEN pg_catalog.format(E'\\n;\\nALTER TABLE ONLY %I ALTER %I SET STORAGE %s', c.relname, a.attname,
                            CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN'
                                ELSE 'EXTENDED' END) END,
                    CASE WHEN a.attcompression <> '' OR (NOT (a.attislocal OR c.relispartition) AND y.typstorage <> 'p')
                        THEN pg_catalog.format(E'\\n;\\nALTER TABLE ONLY %I ALTER %I SET COMPRESSION %s', c.relname, a.attname,
                            CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END) END,
                    CASE WHEN a.attstattarget >= 0 THEN pg_catalog.format(E'\\n;\\nALTER TABLE ONLY %I ALTER %I SET STATISTICS %s',
                        c.relname, a.attname, a.attstattarget) END,
                    pg_catalog.format(E'\\n;\\nALTER TABLE ONLY %I ALTER %I SET (', c.relname, a.attname)
                        || {options a.attoptions} || ')',
                    CASE WHEN a.attnotnull AND NOT (a.attislocal OR c.relispartition)
                        AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                            WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey[1] = a.attnum)
                        THEN pg_catalog.format(E'\\n;\\nALTER TABLE ONLY %I ALTER %I SET NOT NULL', c.relname, a.attname) END),
                    '' ORDER BY a.attnum)
                FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '')\
            """;

    /** Defaults, each of which may need what needs its table. */
    static final String DEFAULTS = """
            SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid, f.oid, 'VALUE',
                pg_catalog.format('ALTER TABLE ONLY %I ALTER %I SET DEFAULT %s', c.relname, a.attname,
                    pg_catalog.pg_get_expr(f.adbin, f.adrelid)),
                pg_catalog.format('COLUMN %I.%I', c.relname, a.attname), NULL::pg_catalog.name
            FROM {members pg_class c}
                JOIN pg_catalog.pg_attrdef f ON f.adrelid = c.oid
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.adnum
            WHERE c.relkind IN ('r', 'p', 'v') AND a.attgenerated = ''
            """;

    private Columns() {}
}
