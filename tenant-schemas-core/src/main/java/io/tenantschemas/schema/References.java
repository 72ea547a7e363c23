package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Values in rows that stand for what belongs to the original: large objects, and the schema's own tables, types and routines. */
final class References {

    private static final String LARGE_OBJECTS = """
            SELECT pg_catalog.format('SELECT ''column %I.%I refers to large objects, which original and copy would share; keep the data in'
                    || ' a column of type bytea or text, or allow them'' WHERE EXISTS (SELECT FROM ONLY %3$I.%1$I x'
                    || ' JOIN pg_catalog.pg_largeobject_metadata l ON l.oid = x.%2$I::pg_catalog.oid)',
                c.relname, a.attname, {from})
            FROM {members pg_class c}
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                AND 'pg_catalog.oid'::pg_catalog.regtype IN (t.oid, t.typbasetype)
            """;

    private static final String NUMBERS = """
            SELECT pg_catalog.format('SELECT ''column %I.%I refers to what is in the schema by its number, which in the copy would be the'
                    || ' same; keep the name in a column of type text'' WHERE EXISTS (SELECT FROM ONLY %3$I.%1$I x'
                    || ' JOIN pg_catalog.%4$I l ON l.oid = x.%2$I::pg_catalog.oid AND l.%5$I = {schema}::pg_catalog.oid)',
                c.relname, a.attname, {from}, w.catalogue, w.schema)
            FROM {members pg_class c}
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                JOIN (VALUES ('regclass', 'pg_class', 'relnamespace'), ('regtype', 'pg_type', 'typnamespace'),
                    ('regproc', 'pg_proc', 'pronamespace'), ('regprocedure', 'pg_proc', 'pronamespace'),
                    ('regnamespace', 'pg_namespace', 'oid'), ('regcollation', 'pg_collation', 'collnamespace')) w (type, catalogue, schema)
                    ON a.atttypid = w.type::pg_catalog.regtype
            WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private References() {}

    static List<String> read(boolean largeObjects, CatalogueSql sql, Session session) throws SQLException {
        List<String> questions = session.texts(sql.of(NUMBERS));
        if (!largeObjects) {
            questions.addAll(session.texts(sql.of(LARGE_OBJECTS)));
        }
        return questions.isEmpty()
                ? questions
                : session.texts(questions.stream().collect(Collectors.joining(" UNION ALL ")));
    }
}
