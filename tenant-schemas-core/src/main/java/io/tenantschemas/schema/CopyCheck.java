package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sees to it that a copy is made of the same as its original, and of nothing that belongs to that. */
final class CopyCheck {

    private static final String DEPENDENCIES = SchemaMembers.WITH + """
            SELECT DISTINCT d.refclassid, d.refobjid, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid),
                pg_catalog.pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid)
            FROM members m JOIN pg_catalog.pg_depend d ON d.classid = m.classid AND d.objid = m.objid
            """;

    private final CopiedSchemas schemas;

    private final Session session;

    CopyCheck(CopiedSchemas schemas, Session session) {
        this.schemas = schemas;
        this.session = session;
    }

    /**
     * Compares what was read of the original with what there is, read in the same way.
     *
     * @param original the parts of the original
     * @param paths what is said about its routines' search paths, in which the schema stands
     */
    List<String> differences(List<Part> original, List<Part> paths) throws SQLException {
        Set<ObjectId> ids = paths.stream().map(Part::id).collect(Collectors.toSet());
        Set<String> unlike = original.stream()
                .filter(part -> ids.contains(part.id()))
                .map(Part::address)
                .collect(Collectors.toSet());
        Set<String> wanted = texts(original, unlike);
        Set<String> made = texts(Definitions.read(schemas.ofTarget(), session), unlike);
        List<String> differences = new ArrayList<>();
        wanted.stream()
                .filter(text -> !made.contains(text))
                .forEach(text -> differences.add(
                        "'%s' would be missing in the copy, or mean something else there".formatted(text)));
        made.stream()
                .filter(text -> !wanted.contains(text))
                .forEach(text -> differences.add("'%s' would be in the copy only".formatted(text)));
        return differences;
    }

    private static Set<String> texts(List<Part> parts, Set<String> unlike) {
        return parts.stream()
                .map(part ->
                        isUnlike(part, unlike) ? String.valueOf(part.address()) : part.address() + ": " + part.sql())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A collation is made from the other schema's. */
    private static boolean isUnlike(Part part, Set<String> unlike) {
        return part.address() != null
                && (unlike.contains(part.address()) || part.address().startsWith("COLLATION "));
    }

    /** Returns which objects of either need one of the other. */
    List<String> links() throws SQLException {
        Set<ObjectId> source = SchemaMembers.read(schemas.ofSource(), session);
        Set<ObjectId> target = SchemaMembers.read(schemas.ofTarget(), session);
        List<String> links = new ArrayList<>(links(schemas.ofTarget(), source));
        links.addAll(links(schemas.ofSource(), target));
        return links;
    }

    private List<String> links(CatalogueSql sql, Set<ObjectId> others) throws SQLException {
        return session
                .query(
                        sql.of(DEPENDENCIES),
                        row -> others.contains(new ObjectId(row.getLong(1), row.getLong(2)))
                                ? "%s would need %s, which only its full name leads to; give one of them another name"
                                        .formatted(row.getString(3), row.getString(4))
                                : "")
                .stream()
                .filter(link -> !link.isEmpty())
                .toList();
    }
}
