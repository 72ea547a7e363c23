package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What needs what in a schema. */
final class Dependencies {

    /** What a generated column is made from is part of its table. */
    private static final String QUERY = SchemaMembers.WITH + """
            SELECT d.classid, d.objid, d.refclassid, d.refobjid, d.deptype = 'i'
            FROM members m JOIN pg_catalog.pg_depend d ON d.classid = m.classid AND d.objid = m.objid
            WHERE d.deptype IN ('n', 'a', 'i') AND d.refclassid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
            UNION
            SELECT m.classid, m.objid, 'pg_catalog.pg_class'::pg_catalog.regclass, f.adrelid, true
            FROM members m
                JOIN pg_catalog.pg_attrdef f ON f.oid = m.objid
                JOIN pg_catalog.pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum AND a.attgenerated <> ''
            WHERE m.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
            """;

    private final Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();

    /** Of what an object is a part that cannot be made by itself, such as the type of a table's rows. */
    private final Map<ObjectId, ObjectId> wholes = new HashMap<>();

    private Dependencies(List<Edge> edges) {
        for (Edge edge : edges) {
            needs.computeIfAbsent(edge.from(), id -> new HashSet<>()).add(edge.to());
            if (edge.isInternal()) {
                wholes.put(edge.from(), edge.to());
            }
        }
    }

    static Dependencies read(CatalogueSql sql, Session session) throws SQLException {
        return new Dependencies(session.query(
                sql.of(QUERY),
                row -> new Edge(
                        new ObjectId(row.getLong(1), row.getLong(2)),
                        new ObjectId(row.getLong(3), row.getLong(4)),
                        row.getBoolean(5))));
    }

    /** Returns which of {@code made}, each by itself, another one of them needs. */
    Map<ObjectId, Set<ObjectId>> among(Set<ObjectId> made) {
        Map<ObjectId, Set<ObjectId>> among = new HashMap<>();
        needs.forEach((from, all) -> whole(from, made).ifPresent(needing -> {
            for (ObjectId each : all) {
                whole(each, made)
                        .filter(needed -> !needed.equals(needing))
                        .ifPresent(needed -> among.computeIfAbsent(needing, id -> new HashSet<>())
                                .add(needed));
            }
        }));
        return among;
    }

    /** Returns the one of {@code made} to which an object belongs, or empty if it is not of this schema. */
    Optional<ObjectId> whole(ObjectId id, Set<ObjectId> made) {
        List<ObjectId> seen = new ArrayList<>();
        ObjectId at = id;
        while (at != null && !made.contains(at) && !seen.contains(at)) {
            seen.add(at);
            at = wholes.get(at);
        }
        return Optional.ofNullable(at).filter(made::contains);
    }

    private record Edge(ObjectId from, ObjectId to, boolean isInternal) {}
}
