package io.tenantschemas.inspect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tenantschemas.tenant.SchemaName;

/**
 * Reads what is in tenants' schemas: of all of them only whether it is the same, so that as much has to be kept as there are
 * differences.
 *
 * <p>What counts are tables and the like, columns with type, default and whether they may be null, indexes, constraints and
 * sequences; not the order of columns, and not partitions, which tenants may well have other ones of.
 */
final class SchemaShapes {

    /** Of so many is asked at once whether they are the same. */
    static final int AT_ONCE = 500;

    /** Of so many it is read at once what is in them. */
    static final int READ_AT_ONCE = 20;

    private static final String HISTORY_TABLE = "flyway_schema_history";

    /**
     * By way of dependencies and of indexes of the catalogues, which these settings make sure of: the server would read all of the
     * catalogues for some hundred schemas. Nothing but the catalogue is in the path, so that all other names are qualified.
     */
    private static final String SETTINGS = """
            SELECT pg_catalog.set_config('search_path', 'pg_catalog', true),
                   pg_catalog.set_config('enable_hashjoin', 'off', true),
                   pg_catalog.set_config('enable_mergejoin', 'off', true),
                   pg_catalog.set_config('jit', 'off', true)
            """;

    /** A part without a kind tells that the schema exists: it may be empty. */
    private static final String PARTS = """
            WITH tenant AS MATERIALIZED (
                SELECT n.oid, n.nspname, pg_catalog.quote_ident(n.nspname) || '.' AS own
                FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY (?)
            ), relation AS MATERIALIZED (
                SELECT t.nspname, t.own, c.oid, c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
                       c.relforcerowsecurity,
                       c.relhastriggers AND EXISTS (SELECT FROM pg_catalog.pg_trigger g
                           WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled IN ('O', 'A')
                               AND g.tgtype & 7 = 7) AS isfilled
                FROM tenant t
                    JOIN pg_catalog.pg_depend d
                        ON d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = t.oid
                            AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                    JOIN pg_catalog.pg_class c ON c.oid = d.objid
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition AND c.relname <> ?
            ), written AS (
                SELECT nspname, own, '' AS kind, '' AS relation, '' AS name, '' AS definition, false AS isfilled FROM tenant
                UNION ALL
                SELECT r.nspname, r.own,
                       CASE r.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                           WHEN 'f' THEN 'foreign table' ELSE 'table' END,
                       r.relname::pg_catalog.text, '',
                       pg_catalog.concat_ws(' ', CASE r.relkind WHEN 'p' THEN 'partitioned' END,
                           CASE r.relpersistence WHEN 'u' THEN 'unlogged' END,
                           CASE WHEN r.relrowsecurity THEN 'with row security' END,
                           CASE WHEN r.relforcerowsecurity THEN 'forced' END), false
                FROM relation r WHERE r.relkind <> 'S'
                UNION ALL
                SELECT r.nspname, r.own, CASE d.deptype WHEN 'i' THEN '%1$s' ELSE 'sequence' END,
                       coalesce(o.relname::pg_catalog.text, ''), r.relname::pg_catalog.text,
                       CASE d.deptype WHEN 'i' THEN '' ELSE
                           pg_catalog.concat_ws(' ', pg_catalog.format_type(s.seqtypid, NULL), 'INCREMENT', s.seqincrement,
                               'MINVALUE', s.seqmin, 'MAXVALUE', s.seqmax, CASE WHEN s.seqcycle THEN 'CYCLE' END) END, false
                FROM relation r JOIN pg_catalog.pg_sequence s ON s.seqrelid = r.oid
                    LEFT JOIN pg_catalog.pg_depend d
                        ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = r.oid
                            AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0
                            AND d.deptype IN ('a', 'i')
                    LEFT JOIN pg_catalog.pg_class o ON o.oid = d.refobjid
                WHERE r.relkind = 'S'
                UNION ALL
                SELECT r.nspname, r.own, 'column', r.relname::pg_catalog.text, a.attname::pg_catalog.text,
                       pg_catalog.concat_ws(' ', pg_catalog.format_type(a.atttypid, a.atttypmod),
                           CASE WHEN a.attcollation <> 0 AND a.attcollation <> y.typcollation
                               THEN 'COLLATE ' || a.attcollation::pg_catalog.regcollation::pg_catalog.text END,
                           CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY'
                               WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
                           CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                           CASE WHEN v.oid IS NULL THEN NULL
                               WHEN a.attgenerated = '' THEN 'DEFAULT ' || pg_catalog.pg_get_expr(v.adbin, v.adrelid)
                               ELSE 'GENERATED ALWAYS AS (' || pg_catalog.pg_get_expr(v.adbin, v.adrelid) || ')'
                                   || CASE a.attgenerated WHEN 's' THEN ' STORED' ELSE '' END END),
                       r.isfilled OR y.typdefault IS NOT NULL
                FROM relation r
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
                    JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
                    LEFT JOIN pg_catalog.pg_attrdef v ON v.adrelid = r.oid AND v.adnum = a.attnum
                WHERE r.relkind <> 'S'
                UNION ALL
                SELECT r.nspname, r.own, 'index', r.relname::pg_catalog.text, c.relname::pg_catalog.text,
                       CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END
                           || pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', 'USING '),
                       false
                FROM relation r
                    JOIN pg_catalog.pg_index i ON i.indrelid = r.oid
                    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = i.indexrelid
                        AND d.refclassid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND d.deptype = 'i')
                    AND c.relname !~ '_cc(new|old)[0-9]*$'
                UNION ALL
                SELECT r.nspname, r.own, 'constraint', r.relname::pg_catalog.text, k.conname::pg_catalog.text,
                       pg_catalog.pg_get_constraintdef(k.oid), false
                FROM relation r
                    JOIN pg_catalog.pg_constraint k
                        ON k.conrelid = r.oid AND k.contypid = 0 AND k.conparentid = 0
                            AND k.contype IN ('c', 'f', 'p', 'u', 'x')
            ), part AS (
                SELECT q.nspname, q.kind, q.relation, q.name, %3$s AS definition, q.plain, q.isfilled
                FROM (SELECT w.nspname, w.kind, w.relation, w.name, %2$s AS plain, w.isfilled
                    FROM (SELECT * FROM written OFFSET 0) w OFFSET 0) q
            )
            """.formatted(Shape.IDENTITY, unqualified(), neutral());

    private static final String DIGESTS = PARTS + """
            SELECT p.nspname, pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(
                       pg_catalog.concat_ws(E'\\n', p.kind, p.relation, p.name, p.definition, p.isfilled), E'\\n\\n'
                       ORDER BY p.kind COLLATE "C", p.relation COLLATE "C", p.name COLLATE "C"), 'UTF8')), 'hex')
            FROM part p
            GROUP BY p.nspname
            """;

    private static final String ALL = PARTS + """
            SELECT p.nspname, p.kind, p.relation, p.name, p.definition, p.plain, p.isfilled FROM part p
            """;

    private final Connection connection;

    private SchemaShapes(Connection connection) {
        this.connection = connection;
    }

    /** Reads within the transaction that is under way, for the rest of which the search path is another. */
    static SchemaShapes in(Connection transaction) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute(SETTINGS);
        }
        return new SchemaShapes(transaction);
    }

    /**
     * Returns SQL for a definition without the schema's own name where that qualifies another: with that, the definitions of two
     * tenants are the same. A name is qualified at the beginning, or after a space and the like.
     */
    private static String unqualified() {
        String unqualified = "' ' || w.definition";
        for (String before : List.of(" ", "(", "''", ":", "[")) {
            unqualified = "pg_catalog.replace(%1$s, '%2$s' || w.own, '%2$s')".formatted(unqualified, before);
        }
        return "CASE WHEN pg_catalog.strpos(w.definition, w.nspname::pg_catalog.text) = 0 THEN w.definition ELSE pg_catalog.ltrim(%s) END"
                .formatted(unqualified);
    }

    /**
     * Returns SQL for the same without that name where it is a word of something else, such as a text; underscores divide words. Of
     * a tenant that is called like something that all have, it is another than theirs: what is written then tells.
     */
    private static String neutral() {
        return "CASE WHEN pg_catalog.strpos(q.plain, q.nspname::pg_catalog.text) = 0 THEN q.plain"
                + " ELSE pg_catalog.regexp_replace(q.plain, '(?<![[:alnum:]])' || q.nspname || '(?![[:alnum:]])', '${tenant}', 'g')"
                + " END";
    }

    /** Returns for each of those that exist a text that is the same for two of them only if they hold the same. */
    Map<SchemaName, String> digests(List<SchemaName> schemas) throws SQLException {
        Map<SchemaName, String> digests = new LinkedHashMap<>();
        for (int start = 0; start < schemas.size(); start += AT_ONCE) {
            List<SchemaName> some = schemas.subList(start, Math.min(start + AT_ONCE, schemas.size()));
            ask(DIGESTS, some, row -> digests.put(SchemaName.of(row.getString(1)), row.getString(2)));
        }
        return digests;
    }

    /** Returns for each of those that exist what it holds. */
    Map<SchemaName, Shape> read(List<SchemaName> schemas) throws SQLException {
        Map<SchemaName, Shape> shapes = new LinkedHashMap<>();
        for (int start = 0; start < schemas.size(); start += READ_AT_ONCE) {
            List<SchemaName> some = schemas.subList(start, Math.min(start + READ_AT_ONCE, schemas.size()));
            ask(
                    ALL,
                    some,
                    row -> add(row, shapes.computeIfAbsent(SchemaName.of(row.getString(1)), first -> new Shape())));
        }
        return shapes;
    }

    private static void add(ResultSet row, Shape shape) throws SQLException {
        String kind = row.getString(2);
        if (!kind.isEmpty()) {
            shape.add(
                    new Part(kind, row.getString(3), row.getString(4)),
                    new Shape.Definition(row.getString(5), row.getString(6), row.getBoolean(7)));
        }
    }

    private void ask(String sql, List<SchemaName> schemas, Rows rows) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", schemas.stream().map(SchemaName::value).toArray()));
            query.setString(2, HISTORY_TABLE);
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(result);
                }
            }
        }
    }

    @FunctionalInterface
    private interface Rows {

        void add(ResultSet row) throws SQLException;
    }
}
