package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The rows of tables, and how far sequences have counted. */
final class Rows {

    /**
     * A partition or a heir of another table gets its own rows. What is of a type of the schema's own, is not of the copy's, and
     * goes there as text.
     */
    private static final String TABLES = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid, pg_catalog.format(
                'INSERT INTO %I.%I%s OVERRIDING SYSTEM VALUE SELECT %s FROM ONLY %I.%2$I',
                {to}, c.relname, ' (' || v.names || ')', v.vals, {from})
            FROM {members pg_class c} CROSS JOIN LATERAL (
                SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) AS names,
                    pg_catalog.string_agg(CASE
                        WHEN t.typnamespace <> {schema}
                            OR (t.typtype = 'd' AND b.typnamespace <> {schema}) THEN pg_catalog.quote_ident(a.attname)
                        WHEN e.oid IS NOT NULL THEN pg_catalog.format('%I::pg_catalog.text::%I.%I[]', a.attname, {to}, e.typname)
                        ELSE pg_catalog.format('%I::pg_catalog.text::%I.%I', a.attname, {to}, t.typname) END,
                        ', ' ORDER BY a.attnum) AS vals
                FROM pg_catalog.pg_attribute a
                    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                    LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
                    LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') v
            WHERE c.relkind = 'r'
            """;

    private static final String SEQUENCES = """
            SELECT pg_catalog.format('SELECT pg_catalog.setval(%L::pg_catalog.regclass, last_value, is_called) FROM %I.%I',
                pg_catalog.format('%I.%I', {to}, c.relname), {from}, c.relname)
            FROM {members pg_class c} WHERE c.relkind = 'S'
            """;

    /** Fills again what could be queried before. */
    private static final String VIEWS = """
            SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, c.oid,
                pg_catalog.format('REFRESH MATERIALIZED VIEW %I.%I', {to}, c.relname)
            FROM {members pg_class c} WHERE c.relkind = 'm' AND c.relispopulated
            """;

    private Rows() {}

    static List<Part> ofTables(CatalogueSql sql, Session session) throws SQLException {
        return parts(TABLES, sql, session);
    }

    static List<String> ofSequences(CatalogueSql sql, Session session) throws SQLException {
        return session.texts(sql.of(SEQUENCES));
    }

    /** Returns the statements for materialised views, each after those of which it is made. */
    static List<String> ofViews(List<Part> sorted, CatalogueSql sql, Session session) throws SQLException {
        List<Part> views = parts(VIEWS, sql, session);
        List<String> statements = new ArrayList<>();
        for (Part part : sorted) {
            views.stream()
                    .filter(view -> part.address() != null && view.id().equals(part.id()))
                    .forEach(view -> statements.add(String.valueOf(view.sql())));
        }
        return statements;
    }

    private static List<Part> parts(String query, CatalogueSql sql, Session session) throws SQLException {
        return session.query(
                sql.of(query),
                row -> Part.about(
                        new ObjectId(row.getLong(1), row.getLong(2)), Phase.DATA, String.valueOf(row.getString(3))));
    }
}
