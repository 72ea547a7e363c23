package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is in a schema, or hangs on it, of which a copy would have less, or something else. */
final class Obstacles {

    private static final List<String> QUERIES = List.of(
            """
            SELECT pg_catalog.format('%s is of a kind that cannot be copied; move it to a schema that all tenants see, or drop it',
                pg_catalog.pg_describe_object(d.classid, d.objid, 0))
            FROM pg_catalog.pg_depend d
                LEFT JOIN pg_catalog.pg_class c
                    ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
                LEFT JOIN pg_catalog.pg_type t
                    ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = d.objid
            WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = {schema}
                AND NOT coalesce(c.relkind IN ('r', 'p', 'v', 'm', 'S'), t.typtype IN ('e', 'c', 'd', 'r', 'm'),
                    d.classid IN ('pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_collation'::pg_catalog.regclass,
                        'pg_catalog.pg_statistic_ext'::pg_catalog.regclass,
                        'pg_catalog.pg_default_acl'::pg_catalog.regclass))
                AND d.classid NOT IN {subordinate}
            """,
            """
            SELECT pg_catalog.format('%s names the schema itself; have it find what it needs by the search path',
                pg_catalog.pg_describe_object(d.classid, d.objid, 0))
            FROM pg_catalog.pg_depend d
            WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = {schema}
                AND d.classid IN {subordinate}
            """,
            SchemaMembers.WITH + """
            SELECT DISTINCT pg_catalog.format('%s has objects in it; install it in a schema that all tenants see',
                pg_catalog.pg_describe_object(d.refclassid, d.refobjid, 0))
            FROM members m JOIN pg_catalog.pg_depend d ON d.classid = m.classid AND d.objid = m.objid
            WHERE d.deptype = 'e'
            """,
            SchemaMembers.WITH + """
            SELECT DISTINCT pg_catalog.format('%s is there for what is in it, and would not be for the copy; drop it',
                pg_catalog.pg_describe_object(d.classid, d.objid, 0))
            FROM members m JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid
            WHERE d.classid IN ('pg_catalog.pg_cast'::pg_catalog.regclass, 'pg_catalog.pg_transform'::pg_catalog.regclass,
                    'pg_catalog.pg_publication_rel'::pg_catalog.regclass, 'pg_catalog.pg_event_trigger'::pg_catalog.regclass)
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                    WHERE i.classid = d.classid AND i.objid = d.objid AND i.deptype = 'i')
                        """,
            SchemaMembers.WITH + """
            , reached (classid, objid) AS (
                SELECT d.refclassid, d.refobjid
                FROM members m JOIN pg_catalog.pg_depend d ON d.classid = m.classid AND d.objid = m.objid
                WHERE d.refobjid >= 16384 AND d.deptype <> 'e'
                    AND NOT EXISTS (SELECT FROM members o WHERE o.classid = d.refclassid AND o.objid = d.refobjid)
                UNION
                SELECT further.classid, further.objid
                FROM reached r CROSS JOIN LATERAL (
                    SELECT d.refclassid, d.refobjid FROM pg_catalog.pg_depend d
                    WHERE d.classid = r.classid AND d.objid = r.objid AND d.refobjid >= 16384 AND d.deptype <> 'e'
                    UNION ALL
                    SELECT d.classid, d.objid FROM pg_catalog.pg_depend d
                    WHERE d.refclassid = r.classid AND d.refobjid = r.objid AND d.deptype IN ('i', 'a')
                ) further (classid, objid)
                WHERE NOT EXISTS (SELECT FROM members o WHERE o.classid = r.classid AND o.objid = r.objid)
            )
            SELECT DISTINCT pg_catalog.format('%s is needed by something in another schema on which the schema depends; a copy would'
                    || ' lead back to it. Have that do without', pg_catalog.pg_describe_object(m.classid, m.objid, 0))
            FROM reached r JOIN members m ON m.classid = r.classid AND m.objid = r.objid
            """,
            SchemaMembers.WITH + """
            SELECT pg_catalog.format('%s has a security label; remove it', pg_catalog.pg_describe_object(m.classid, m.objid, l.objsubid))
            FROM members m JOIN pg_catalog.pg_seclabel l ON l.classoid = m.classid AND l.objoid = m.objid
            """,
            """
            SELECT pg_catalog.format('%s has a partition or an heir in another schema, %s; move it to the same one',
                pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0), o.oid::pg_catalog.regclass)
            FROM {members pg_class c}
                JOIN pg_catalog.pg_inherits h ON h.inhparent = c.oid JOIN pg_catalog.pg_class o ON o.oid = h.inhrelid
            WHERE o.relnamespace <> {schema}
            UNION ALL
            SELECT pg_catalog.format('%s is a partition of a table in another schema, %s; move it out, or both into one',
                pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0), o.oid::pg_catalog.regclass)
            FROM {members pg_class c}
                JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid JOIN pg_catalog.pg_class o ON o.oid = h.inhparent
            WHERE c.relispartition AND o.relnamespace <> {schema}
            UNION ALL
            SELECT pg_catalog.format('%s is being detached from its table; finish that with ALTER TABLE ... DETACH PARTITION ... FINALIZE',
                pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0))
            FROM {members pg_class c} JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid
            WHERE h.inhdetachpending
            UNION ALL
            SELECT pg_catalog.format('%s inherits columns that were added behind its own, so that their order cannot be made again;'
                    || ' make the table anew', pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0))
            FROM {members pg_class c}
            WHERE c.relkind = 'r' AND NOT c.relispartition AND EXISTS (
                SELECT FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_attribute b ON b.attrelid = a.attrelid
                WHERE a.attrelid = c.oid AND a.attinhcount = 0 AND b.attinhcount > 0 AND a.attnum > 0 AND a.attnum < b.attnum
                    AND NOT a.attisdropped AND NOT b.attisdropped)
            UNION ALL
            SELECT pg_catalog.format('%s is invalid; drop it, or make it valid with REINDEX',
                pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, i.indexrelid, 0))
            FROM {members pg_class c} JOIN pg_catalog.pg_index i ON i.indrelid = c.oid
            WHERE NOT i.indisvalid
            UNION ALL
            SELECT DISTINCT pg_catalog.format('the foreign keys of %s are switched off; use ALTER TABLE ... ENABLE TRIGGER ALL',
                pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0))
            FROM {members pg_class c} JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid
            WHERE g.tgisinternal AND g.tgenabled <> 'O'
            UNION ALL
            SELECT pg_catalog.format('%s has a function of its own for its canonical form; move it to a schema that all tenants see',
                pg_catalog.pg_describe_object('pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0))
            FROM {members pg_type t} JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
            WHERE r.rngcanonical <> 0
            """);

    private static final String OF_TARGET = """
            SELECT pg_catalog.format('there is something in the schema of the copy already, %s; the copy needs an empty one',
                pg_catalog.pg_describe_object(d.classid, d.objid, 0))
            FROM pg_catalog.pg_depend d
            WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = {schema}
                AND d.classid <> 'pg_catalog.pg_default_acl'::pg_catalog.regclass
            LIMIT 1
            """;

    private Obstacles() {}

    /** Returns all that stands in the way, each with what to do about it, while no object of the schema can be taken for another. */
    static List<String> read(CopiedSchemas schemas, Session session) throws SQLException {
        List<String> obstacles =
                new ArrayList<>(session.texts(schemas.ofTarget().of(OF_TARGET)));
        for (String query : QUERIES) {
            obstacles.addAll(session.texts(schemas.ofSource().of(query)));
        }
        return obstacles;
    }
}
