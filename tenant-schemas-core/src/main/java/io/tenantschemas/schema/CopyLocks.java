package io.tenantschemas.schema;

import java.sql.SQLException;

/** How many places in the lock table a copy takes until its transaction ends. */
final class CopyLocks {

    /**
     * Everything of the copy is new. Of the original there are the tables and views, and where rows are read, the indexes and the
     * sequences. A table for what is too long for its row, and the index of that, come with a table.
     */
    private static final String RELATIONS = SchemaMembers.WITH + """
            SELECT pg_catalog.count(*)
                + pg_catalog.count(*) FILTER (WHERE c.relkind IN ('r', 'p', 'v', 'm') OR (%s AND c.relkind IN ('S', 'i', 'I')))
                + 2 * pg_catalog.count(*) FILTER (WHERE c.reltoastrelid <> 0)
            FROM members m JOIN pg_catalog.pg_class c
                ON m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = m.objid
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'c') AND c.relnamespace = {schema}
            """;

    /**
     * What gets privileges or a comment is locked for it. Types of rows, keys and functions, on which others depend, are locked by
     * some of PostgreSQL's minor versions, and not by others.
     */
    private static final String OTHERS = SchemaMembers.WITH + """
            SELECT (SELECT pg_catalog.count(*) FROM {members pg_proc p})
                + (SELECT pg_catalog.count(*) FROM members m JOIN pg_catalog.pg_type t
                    ON m.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND t.oid = m.objid
                WHERE t.typtype <> 'b')
                + (SELECT pg_catalog.count(*) FROM members m JOIN pg_catalog.pg_constraint k
                    ON m.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = m.objid
                WHERE k.contype NOT IN ('c', 'n'))
                + (SELECT pg_catalog.count(*) FROM members m JOIN pg_catalog.pg_description d
                    ON d.classoid = m.classid AND d.objoid = m.objid AND d.objsubid = 0
                WHERE m.classid NOT IN ('pg_catalog.pg_class'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass,
                    'pg_catalog.pg_type'::pg_catalog.regclass))
            """;

    private CopyLocks() {}

    static long count(boolean withData, CatalogueSql sql, Session session) throws SQLException {
        return ofRelations(withData, sql, session) + number(OTHERS, sql, session);
    }

    static long ofRelations(boolean withData, CatalogueSql sql, Session session) throws SQLException {
        return number(RELATIONS.formatted(withData), sql, session);
    }

    private static long number(String query, CatalogueSql sql, Session session) throws SQLException {
        return session.query(sql.of(query), row -> row.getLong(1)).get(0);
    }
}
