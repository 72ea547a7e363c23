package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.tenant.SchemaName;

/**
 * What other schemas would lose with a schema, by a function, a type or an operator that they have of it, or of an extension in
 * it. Foreign keys to its tables and views of them are not meant: they are of no use without it.
 *
 * @param objects what would be lost, each by itself
 * @param extensions the extensions in the schema of which some of that needs something
 */
record NeededElsewhere(List<String> objects, List<String> extensions) {

    /**
     * Of a table that goes on without a column, the column is lost and what needs that. What is lost takes that along of which it
     * is an internal part: a rule its view, an index its constraint, a function its extension. Temporary tables are nobody's for
     * long.
     */
    private static final String QUERY = """
            WITH RECURSIVE own (classid, objid) AS (
                SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, n.oid
                FROM pg_catalog.pg_namespace n WHERE n.nspname = ?
                UNION
                SELECT d.classid, d.objid
                FROM own o JOIN pg_catalog.pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid
                WHERE d.deptype IN ('a', 'i', 'P', 'S', 'e') OR o.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
            ), lost (classid, objid, objsubid) AS (
                SELECT d.classid, d.objid, d.objsubid
                FROM own o JOIN pg_catalog.pg_depend d ON d.refclassid = o.classid AND d.refobjid = o.objid
                WHERE NOT EXISTS (SELECT FROM own p WHERE p.classid = d.classid AND p.objid = d.objid)
                UNION
                SELECT a.classid, a.objid, a.objsubid
                FROM lost l CROSS JOIN LATERAL (
                    SELECT d.classid, d.objid, d.objsubid FROM pg_catalog.pg_depend d
                    WHERE d.refclassid = l.classid AND d.refobjid = l.objid AND (l.objsubid = 0 OR d.refobjsubid = l.objsubid)
                    UNION ALL
                    SELECT d.refclassid, d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend d
                    WHERE d.classid = l.classid AND d.objid = l.objid AND d.deptype IN ('i', 'e')
                ) a
                WHERE NOT EXISTS (SELECT FROM own p WHERE p.classid = a.classid AND p.objid = a.objid)
            )
            SELECT false, pg_catalog.pg_describe_object(l.classid, l.objid, l.objsubid)
            FROM lost l
                CROSS JOIN LATERAL pg_catalog.pg_identify_object(l.classid, l.objid, l.objsubid) i
                LEFT JOIN pg_catalog.pg_constraint k
                    ON l.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = l.objid
                LEFT JOIN pg_catalog.pg_attrdef f
                    ON l.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = l.objid
                LEFT JOIN pg_catalog.pg_trigger g
                    ON l.classid = 'pg_catalog.pg_trigger'::pg_catalog.regclass AND g.oid = l.objid
                LEFT JOIN pg_catalog.pg_policy p
                    ON l.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass AND p.oid = l.objid
                LEFT JOIN pg_catalog.pg_rewrite w
                    ON l.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND w.oid = l.objid
                LEFT JOIN pg_catalog.pg_extension x
                    ON l.classid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.oid = l.objid
                LEFT JOIN pg_catalog.pg_class c ON c.oid = coalesce(k.conrelid, f.adrelid, g.tgrelid, p.polrelid, w.ev_class,
                    CASE WHEN l.classid = 'pg_catalog.pg_class'::pg_catalog.regclass THEN l.objid END)
                JOIN pg_catalog.pg_namespace n ON n.oid = coalesce(k.connamespace, c.relnamespace, x.extnamespace,
                    pg_catalog.to_regnamespace(i.schema)::pg_catalog.oid)
            WHERE n.nspname <> ? AND n.nspname NOT LIKE 'pg\\_temp\\_%'
                AND coalesce(k.contype <> 'f', true) AND coalesce(c.relkind NOT IN ('v', 'm'), true)
                AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_depend d JOIN lost o ON o.classid = d.refclassid AND o.objid = d.refobjid
                        AND (o.objsubid = 0 OR o.objsubid = d.refobjsubid)
                    WHERE d.classid = l.classid AND d.objid = l.objid AND d.objsubid = l.objsubid
                        AND d.deptype IN ('a', 'i', 'P', 'S', 'e')
                        AND (o.classid, o.objid, o.objsubid) <> (l.classid, l.objid, l.objsubid))
                AND NOT EXISTS (
                    SELECT FROM lost o
                    WHERE l.objsubid <> 0 AND o.classid = l.classid AND o.objid = l.objid AND o.objsubid = 0)
            UNION ALL
            SELECT DISTINCT true, pg_catalog.quote_ident(x.extname)
            FROM lost l
                JOIN pg_catalog.pg_depend d ON d.classid = l.classid AND d.objid = l.objid
                JOIN pg_catalog.pg_depend e ON e.classid = d.refclassid AND e.objid = d.refobjid AND e.deptype = 'e'
                JOIN pg_catalog.pg_extension x
                    ON e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND x.oid = e.refobjid
                JOIN own o ON o.classid = e.refclassid AND o.objid = e.refobjid
            ORDER BY 1, 2
            """;

    static NeededElsewhere read(SchemaName schema, Connection connection) throws SQLException {
        List<String> objects = new ArrayList<>();
        List<String> extensions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, schema.value());
            statement.setString(2, schema.value());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    (rows.getBoolean(1) ? extensions : objects).add(rows.getString(2));
                }
            }
        }
        return new NeededElsewhere(objects, extensions);
    }
}
