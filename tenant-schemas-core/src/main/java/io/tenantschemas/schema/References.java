package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Values in rows that stand for what belongs to the original: large objects, and the schema's own tables, types and routines. */
final class References {

    /**
     * All values in columns, also within domains, arrays, rows and ranges: of what type they are, the expression for them, and what
     * has to be joined to their table, which is called {@code x}.
     */
    private static final String VALUES = """
            WITH RECURSIVE found (relation, attribute, type, value, source, depth) AS (
                SELECT c.relname, a.attname, a.atttypid, pg_catalog.format('x.%I', a.attname) COLLATE "C",
                    ''::pg_catalog.text COLLATE "C", 0
                FROM {members pg_class c} JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                UNION ALL
                SELECT f.relation, f.attribute, p.type, p.value, f.source || p.source, f.depth + 1
                FROM found f JOIN pg_catalog.pg_type t ON t.oid = f.type
                    CROSS JOIN LATERAL (SELECT pg_catalog.format('e%s.v', f.depth),
                        pg_catalog.format(' CROSS JOIN LATERAL (SELECT pg_catalog.unnest(%s)) e%s (v)', f.value, f.depth)) e (value, source)
                    CROSS JOIN LATERAL (
                        SELECT t.typbasetype, f.value, ''::pg_catalog.text WHERE t.typtype = 'd'
                        UNION ALL
                        SELECT t.typelem, e.value, e.source
                        WHERE t.typsubscript = 'pg_catalog.array_subscript_handler'::pg_catalog.regproc
                        UNION ALL
                        SELECT a.atttypid, pg_catalog.format('(%s).%I', f.value, a.attname), ''
                        FROM pg_catalog.pg_attribute a
                        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
                        UNION ALL
                        SELECT r.rngsubtype, pg_catalog.format('pg_catalog.%s(%s)', b.bound, f.value), ''
                        FROM pg_catalog.pg_range r CROSS JOIN (VALUES ('lower'), ('upper')) b (bound) WHERE r.rngtypid = t.oid
                        UNION ALL
                        SELECT r.rngtypid, e.value, e.source FROM pg_catalog.pg_range r WHERE r.rngmultitypid = t.oid
                    ) p (type, value, source)
            )
            """;

    private static final String LARGE_OBJECTS = VALUES + """
            SELECT pg_catalog.format('SELECT ''column %I.%I refers to large objects, which original and copy would share; keep the data in'
                    || ' a column of type bytea or text, or allow them'' WHERE EXISTS (SELECT FROM ONLY %3$I.%1$I x%4$s'
                    || ' JOIN pg_catalog.pg_largeobject_metadata l ON l.oid = %5$s::pg_catalog.oid)',
                f.relation, f.attribute, {from}, f.source, f.value)
            FROM found f WHERE f.type = 'pg_catalog.oid'::pg_catalog.regtype
            """;

    private static final String NUMBERS = VALUES + """
            SELECT pg_catalog.format('SELECT ''column %I.%I refers to what is in the schema by its number, which in the copy would be the'
                    || ' same; keep the name in a column of type text'' WHERE EXISTS (SELECT FROM ONLY %3$I.%1$I x%4$s'
                    || ' JOIN pg_catalog.%6$I l ON l.oid = %5$s::pg_catalog.oid AND l.%7$I = {schema}::pg_catalog.oid)',
                f.relation, f.attribute, {from}, f.source, f.value, w.catalogue, w.schema)
            FROM found f
                JOIN (VALUES ('regclass', 'pg_class', 'relnamespace'), ('regtype', 'pg_type', 'typnamespace'),
                    ('regproc', 'pg_proc', 'pronamespace'), ('regprocedure', 'pg_proc', 'pronamespace'),
                    ('regnamespace', 'pg_namespace', 'oid'), ('regcollation', 'pg_collation', 'collnamespace')) w (type, catalogue, schema)
                    ON f.type = w.type::pg_catalog.regtype
            """;

    private References() {}

    static List<String> read(boolean largeObjects, CatalogueSql sql, Session session) throws SQLException {
        List<String> questions = session.texts(sql.of(NUMBERS));
        if (!largeObjects) {
            questions.addAll(session.texts(sql.of(LARGE_OBJECTS)));
        }
        // Of a range, both ends are asked about.
        return questions.isEmpty()
                ? questions
                : session.texts(questions.stream().collect(Collectors.joining(" UNION ")));
    }
}
