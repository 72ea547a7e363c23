package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What is said about the objects of a schema, and about the schema. */
final class Comments {

    private static final String OBJECTS = SchemaMembers.WITH + """
            SELECT t.classoid, t.objoid, pg_catalog.quote_literal(t.description),
                CASE WHEN m.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                    THEN pg_catalog.format('SCHEMA %I', {to}) END,
                pg_catalog.pg_describe_object(m.classid, m.objid, 0)
            FROM members m JOIN pg_catalog.pg_description t ON t.classoid = m.classid AND t.objoid = m.objid
            WHERE t.objsubid = 0
            """;

    private static final String COLUMNS = SchemaMembers.WITH + """
            SELECT pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L', c.relname, a.attname, t.description)
            FROM members m
                JOIN pg_catalog.pg_description t ON t.classoid = m.classid AND t.objoid = m.objid
                JOIN pg_catalog.pg_class c ON c.oid = m.objid
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = t.objsubid
            WHERE t.objsubid > 0 AND m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            """;

    private Comments() {}

    /**
     * Returns the statements that say the same.
     *
     * @param orphans gets what has a comment and is no part
     */
    static List<String> of(List<Part> parts, List<String> orphans, CatalogueSql sql, Session session)
            throws SQLException {
        Map<ObjectId, @Nullable String> addresses = new HashMap<>();
        parts.stream().filter(part -> part.address() != null).forEach(part -> addresses.put(part.id(), part.address()));
        List<String> statements = new ArrayList<>(session.texts(sql.of(COLUMNS)));
        session.query(sql.of(OBJECTS), row -> {
            String address = row.getString(4);
            if (address == null) {
                address = addresses.get(new ObjectId(row.getLong(1), row.getLong(2)));
            }
            if (address == null) {
                return orphans.add("the comment of %s cannot be copied; remove it".formatted(row.getString(5)));
            }
            return statements.add("COMMENT ON %s IS %s".formatted(address, row.getString(3)));
        });
        return statements;
    }
}
