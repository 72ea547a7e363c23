package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * To whom objects belong and who may do what with them. Where the owner of the schema stands, the owner of the copy will. Whoever
 * granted it, the owner of the object grants it in the copy.
 */
final class Privileges {

    /**
     * What is there by default has to be said where it is not the default for those who make the copy. An aggregate is found by
     * the types of what it takes. The schema comes last, because nothing is found in it by those who may not use it.
     */
    private static final String OBJECTS = """
            WITH objects (address, acl, type, owner) AS (
                SELECT pg_catalog.format('%s %I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.relname), c.relacl,
                    CASE c.relkind WHEN 'S' THEN 'S' ELSE 'r' END, c.relowner
                FROM {members pg_class c}
                UNION ALL
                SELECT pg_catalog.format('ROUTINE %I(%s)', p.proname, CASE p.prokind
                        WHEN 'a' THEN pg_catalog.oidvectortypes(p.proargtypes)
                        ELSE pg_catalog.pg_get_function_identity_arguments(p.oid) END), p.proacl, 'f', p.proowner
                FROM {members pg_proc p}
                UNION ALL
                SELECT pg_catalog.format('TYPE %I', t.typname), t.typacl, 'T', t.typowner
                FROM {members pg_type t} WHERE t.typtype IN ('e', 'c', 'd', 'r') OR (t.typtype = 'm' AND {before-17})
                UNION ALL
                SELECT pg_catalog.format('SCHEMA %I', {to}), n.nspacl, 'n', n.nspowner
                FROM pg_catalog.pg_namespace n WHERE n.oid = {schema}
            ), special AS (
                SELECT o.address, o.type, o.owner, u.others, coalesce(o.acl, pg_catalog.acldefault(
                    CASE o.type WHEN 'S' THEN 's' ELSE o.type END::pg_catalog."char", o.owner)) AS acl
                FROM objects o CROSS JOIN LATERAL (
                    SELECT pg_catalog.string_agg(', ' || {role e.grantee}, '') AS others, pg_catalog.count(d.oid) AS defaults
                    FROM pg_catalog.pg_default_acl d LEFT JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) e ON true
                    WHERE d.defaclrole = (SELECT u.oid FROM pg_catalog.pg_roles u WHERE u.rolname = CURRENT_USER)
                        AND d.defaclnamespace IN (0, {target}) AND d.defaclobjtype = o.type::pg_catalog."char") u
                WHERE o.acl IS NOT NULL OR u.defaults > 0
            )
            SELECT CASE o.type WHEN 'n' THEN 4 ELSE 1 END, pg_catalog.format('REVOKE ALL ON %s FROM PUBLIC, %s%s', o.address, {role o.owner}, o.others)
            FROM special o
            UNION ALL
            SELECT CASE o.type WHEN 'n' THEN 5 ELSE 2 END, pg_catalog.format('GRANT %s ON %s TO %s%s', pg_catalog.string_agg(e.privilege_type, ', '), o.address,
                {role e.grantee}, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM special o CROSS JOIN LATERAL pg_catalog.aclexplode(o.acl) e
            GROUP BY o.type, o.address, e.grantee, e.is_grantable
            UNION ALL
            SELECT 3, pg_catalog.format('GRANT %s (%I) ON TABLE %I TO %s%s', e.privilege_type, a.attname, c.relname,
                {role e.grantee}, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM {members pg_class c}
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                CROSS JOIN LATERAL pg_catalog.aclexplode(a.attacl) e
            WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
            ORDER BY 1
            """;

    /** What is granted by itself on what will be made later. */
    private static final String DEFAULTS = """
            SELECT pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %s IN SCHEMA %I GRANT %s ON %s TO %s%s',
                {role d.defaclrole}, {to}, pg_catalog.string_agg(e.privilege_type, ', '),
                CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                    ELSE 'TYPES' END,
                {role e.grantee}, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' END)
            FROM {members pg_default_acl d} CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) e
            GROUP BY d.defaclrole, d.defaclobjtype, e.grantee, e.is_grantable
            """;

    private static final String OWNERS = """
            SELECT CURRENT_USER, pg_catalog.pg_get_userbyid(n.nspowner) FROM pg_catalog.pg_namespace n WHERE n.oid = {schema}
            """;

    private Privileges() {}

    /** Returns the statements that give the objects of the copy to their owners. */
    static List<String> owners(List<Part> parts, CatalogueSql sql, Session session) throws SQLException {
        return session.query(sql.of(OWNERS), row -> owners(parts, row.getString(1), row.getString(2), sql.schemas()))
                .get(0);
    }

    private static List<String> owners(List<Part> parts, String user, String former, CopiedSchemas schemas) {
        List<String> statements = new ArrayList<>();
        for (Part part : parts) {
            String owner = former.equals(part.owner()) ? schemas.owner() : part.owner();
            if (owner != null && !owner.equals(user)) {
                statements.add("ALTER %s OWNER TO %s".formatted(part.address(), CopiedSchemas.quoted(owner)));
            }
        }
        return statements;
    }

    static List<String> grants(CatalogueSql sql, Session session) throws SQLException {
        List<String> statements = session.query(sql.of(OBJECTS), row -> row.getString(2));
        statements.addAll(session.texts(sql.of(DEFAULTS)));
        return statements;
    }
}
