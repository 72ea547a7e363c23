package io.tenantschemas.schema;

/** Functions and procedures, and the settings of those whose search path leads to the schema in which they are. */
final class Routines {

    /** What PostgreSQL writes begins with the qualified name, which is known, so that it can be left out. */
    static final String QUERY = """
            SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, p.oid, 'DEFINITION',
                CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                    WHERE i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.objid = p.oid AND i.deptype = 'i')
                THEN pg_catalog.format('CREATE %s %I', k.kind, p.proname) || pg_catalog.substr(pg_catalog.pg_get_functiondef(p.oid),
                    1 + pg_catalog.length(pg_catalog.format('CREATE OR REPLACE %s %I.%I', k.kind, n.nspname, p.proname))) END,
                pg_catalog.format('%s %I(%s)', k.kind, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)),
                pg_catalog.pg_get_userbyid(p.proowner)
            FROM {members pg_proc p}
                JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                CROSS JOIN LATERAL (SELECT CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS kind) k
            WHERE p.prokind <> 'a'
            """;

    /** Each entry of a path is a name, with or without quotes, between commas. */
    static final String PATHS = """
            SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, p.oid, 'STATE',
                pg_catalog.format('ALTER ROUTINE %I(%s) SET search_path TO %s', p.proname,
                    pg_catalog.pg_get_function_identity_arguments(p.oid),
                    pg_catalog.regexp_replace(pg_catalog.substr(s.setting, 1 + pg_catalog.length('search_path=')),
                        {entry}, pg_catalog.format('\\1"%s"', {to}), 'g')),
                NULL::pg_catalog.text, NULL::pg_catalog.name
            FROM {members pg_proc p} CROSS JOIN LATERAL pg_catalog.unnest(p.proconfig) s (setting)
            WHERE s.setting LIKE 'search\\_path=%'
                AND pg_catalog.substr(s.setting, 1 + pg_catalog.length('search_path=')) ~ {entry}
            """;

    private Routines() {}
}
