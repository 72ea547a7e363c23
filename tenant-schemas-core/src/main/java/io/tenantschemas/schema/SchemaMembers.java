package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** All that goes when a schema goes, also what does not stand in it by itself, such as columns' defaults. */
final class SchemaMembers {

    /** Begins a question with the table expression {@code members}. */
    static final String WITH = """
            WITH RECURSIVE members (classid, objid) AS (
                SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, {schema}::pg_catalog.oid
                UNION
                SELECT d.classid, d.objid
                FROM members m JOIN pg_catalog.pg_depend d ON d.refclassid = m.classid AND d.refobjid = m.objid
                WHERE d.deptype IN ('a', 'i', 'P', 'S') OR m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
            )
            """;

    private SchemaMembers() {}

    static Set<ObjectId> read(CatalogueSql sql, Session session) throws SQLException {
        return new HashSet<>(session.query(
                sql.of(WITH + "SELECT classid, objid FROM members"),
                row -> new ObjectId(row.getLong(1), row.getLong(2))));
    }
}
