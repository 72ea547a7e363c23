package io.tenantschemas.schema;

/** Enums, domains, composite types and ranges. Constraints of domains are parts of their own. Ranges bring their multiranges. */
final class Types {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.oid, 'DEFINITION',
                CASE t.typtype
                    WHEN 'e' THEN pg_catalog.format('CREATE TYPE %I AS ENUM (%s)', t.typname, (
                        SELECT pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                        FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid))
                    WHEN 'c' THEN pg_catalog.format('CREATE TYPE %I AS (%s)', t.typname, (
                        SELECT pg_catalog.string_agg(pg_catalog.format('%I %s%s', a.attname,
                                pg_catalog.format_type(a.atttypid, a.atttypmod),
                                CASE WHEN a.attcollation <> y.typcollation
                                    THEN ' COLLATE ' || a.attcollation::pg_catalog.regcollation::pg_catalog.text END),
                            ', ' ORDER BY a.attnum)
                        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
                        WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
                    WHEN 'd' THEN pg_catalog.format('CREATE DOMAIN %I AS %s%s%s%s', t.typname,
                        pg_catalog.format_type(t.typbasetype, t.typtypmod),
                        CASE WHEN t.typcollation <> b.typcollation
                            THEN ' COLLATE ' || t.typcollation::pg_catalog.regcollation::pg_catalog.text END,
                        ' DEFAULT ' || pg_catalog.pg_get_expr(t.typdefaultbin, 0),
                        CASE WHEN t.typnotnull AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                            WHERE k.contypid = t.oid AND k.contype = 'n') THEN ' NOT NULL' END)
                    WHEN 'r' THEN pg_catalog.format('CREATE TYPE %I AS RANGE (%s)', t.typname, pg_catalog.concat_ws(', ',
                        'SUBTYPE = ' || pg_catalog.format_type(r.rngsubtype, NULL),
                        'SUBTYPE_OPCLASS = ' || pg_catalog.format('%I.%I', n.nspname, o.opcname),
                        'COLLATION = ' || CASE WHEN r.rngcollation <> 0
                            THEN r.rngcollation::pg_catalog.regcollation::pg_catalog.text END,
                        'SUBTYPE_DIFF = ' || {routine r.rngsubdiff},
                        'MULTIRANGE_TYPE_NAME = ' || pg_catalog.quote_ident(m.typname)))
                END,
                pg_catalog.format('%s %I', CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typname),
                CASE WHEN t.typtype <> 'm' OR {before-17} THEN pg_catalog.pg_get_userbyid(t.typowner) END
            FROM {members pg_type t}
                LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
                LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
                LEFT JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
                LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
                LEFT JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
            WHERE t.typtype IN ('e', 'c', 'd', 'r', 'm')
            """;

    private Types() {}
}
