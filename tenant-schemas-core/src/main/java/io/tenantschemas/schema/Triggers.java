package io.tenantschemas.schema;

/** Triggers and rules. */
final class Triggers {

    /** Those of a partitioned table bring those of its partitions. */
    static final String QUERY = """
            SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid, g.oid, 'BEHAVIOUR',
                CASE WHEN g.tgparentid = 0 THEN pg_catalog.pg_get_triggerdef(g.oid, true) END,
                pg_catalog.format('TRIGGER %I ON %I', g.tgname, c.relname), NULL::pg_catalog.name
            FROM {members pg_class c} JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid
            WHERE NOT g.tgisinternal
            """;

    static final String STATES = """
            SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass::pg_catalog.oid, g.oid, 'STATE',
                pg_catalog.format('ALTER TABLE ONLY %I %s TRIGGER %I', c.relname, CASE g.tgenabled WHEN 'D' THEN 'DISABLE'
                    WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, g.tgname),
                NULL::pg_catalog.text, NULL::pg_catalog.name
            FROM {members pg_class c}
                JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid
                LEFT JOIN pg_catalog.pg_trigger o ON o.oid = g.tgparentid
            WHERE NOT g.tgisinternal AND (g.tgenabled <> 'O' OR o.tgenabled <> 'O')
            """;

    static final String RULES = """
            SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid, w.oid, 'BEHAVIOUR',
                pg_catalog.rtrim(pg_catalog.pg_get_ruledef(w.oid, true), ';') || CASE WHEN w.ev_enabled = 'O' THEN '' ELSE
                    pg_catalog.format(E'\\n;\\nALTER TABLE %I %s RULE %I', c.relname, CASE w.ev_enabled WHEN 'D' THEN 'DISABLE'
                        WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, w.rulename) END,
                pg_catalog.format('RULE %I ON %I', w.rulename, c.relname), NULL::pg_catalog.name
            FROM {members pg_class c} JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid
            WHERE w.rulename <> '_RETURN'
            """;

    private Triggers() {}
}
