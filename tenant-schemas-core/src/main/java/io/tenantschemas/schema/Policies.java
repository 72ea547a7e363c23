package io.tenantschemas.schema;

/** Which rows may be seen and changed by whom. */
final class Policies {

    static final String QUERY = """
            SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass::pg_catalog.oid, p.oid, 'BEHAVIOUR',
                pg_catalog.format('CREATE POLICY %I ON %I AS %s FOR %s TO %s%s%s', p.polname, c.relname,
                    CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                    CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                        ELSE 'ALL' END,
                    (SELECT pg_catalog.string_agg({role r.role}, ', ') FROM pg_catalog.unnest(p.polroles) r (role)),
                    ' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',
                    ' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
                pg_catalog.format('POLICY %I ON %I', p.polname, c.relname), NULL::pg_catalog.name
            FROM {members pg_class c} JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid
            """;

    static final String ROW_SECURITY = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, 'BEHAVIOUR',
                pg_catalog.format('ALTER TABLE %I %s ROW LEVEL SECURITY', c.relname, w.what),
                NULL::pg_catalog.text, NULL::pg_catalog.name
            FROM {members pg_class c}
                CROSS JOIN LATERAL (VALUES (c.relrowsecurity, 'ENABLE'), (c.relforcerowsecurity, 'FORCE')) w (wanted, what)
            WHERE c.relkind IN ('r', 'p') AND w.wanted
            """;

    private Policies() {}
}
