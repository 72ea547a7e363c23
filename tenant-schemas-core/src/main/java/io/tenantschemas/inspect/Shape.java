package io.tenantschemas.inspect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** What is in a tenant's schema, each with how it is defined; the schema's own name is left out of definitions. */
final class Shape {

    /** The kind of a sequence that is an identity column's: it is there, and how it is defined is the column's matter. */
    static final String IDENTITY = "identity";

    private final SortedMap<Part, Definition> parts = new TreeMap<>();

    private final Set<String> relations = new HashSet<>();

    private final Set<String> identities = new HashSet<>();

    void add(Part part, Definition definition) {
        if (part.kind().equals(IDENTITY)) {
            identities.add(part.name());
            return;
        }
        parts.put(part, definition);
        if (part.name().isEmpty()) {
            relations.add(part.table());
        }
    }

    @Nullable
    String definition(Part part) {
        Definition definition = parts.get(part);
        return definition == null ? null : definition.text();
    }

    /** Returns whether a new row needs a value in that column that nobody gives it but who adds the row. */
    boolean needsValue(Part column) {
        Definition definition = parts.get(column);
        return definition != null
                && !definition.isFilled()
                && definition.text().endsWith("NOT NULL")
                && !definition.text().contains("GENERATED ");
    }

    boolean hasRelation(String name) {
        return relations.contains(name);
    }

    boolean hasSequence(String name) {
        return identities.contains(name)
                || parts.keySet().stream()
                        .anyMatch(part ->
                                part.kind().equals(Part.SEQUENCE) && part.name().equals(name));
    }

    /** Returns the columns of that table, view or the like. */
    List<Part> columns(String table) {
        return parts.keySet().stream()
                .filter(part -> part.kind().equals(Part.COLUMN) && part.table().equals(table))
                .toList();
    }

    /** Returns the tables, without views and the like. */
    List<Part> tables() {
        return parts.keySet().stream()
                .filter(part -> part.kind().endsWith(Part.TABLE) && part.name().isEmpty())
                .toList();
    }

    /**
     * Returns in what another shape differs. Where a table is missing, what belongs to it is not mentioned.
     *
     * @param twin what another schema holds that holds the same as this one's, or null if there is none
     */
    List<Difference> differences(Shape actual, @Nullable Shape twin) {
        Set<Part> all = new TreeSet<>(parts.keySet());
        all.addAll(actual.parts.keySet());
        return all.stream()
                .filter(part -> !part.isOfTable() || (hasRelation(part.table()) && actual.hasRelation(part.table())))
                .filter(part -> !isWrittenAlike(part, actual, twin))
                .map(part -> new Difference(part, definition(part), actual.definition(part)))
                .filter(Difference::isOne)
                .toList();
    }

    /**
     * Returns whether it is defined by the same text, in which a tenant's name stands by chance: its twin, which is called otherwise,
     * has the same text as well. Without a twin, a text that is nothing but a name is taken for the name.
     */
    private boolean isWrittenAlike(Part part, Shape actual, @Nullable Shape twin) {
        Definition here = parts.get(part);
        Definition there = actual.parts.get(part);
        if (here == null || there == null || !here.plain().equals(there.plain())) {
            return false;
        }
        return twin == null
                ? !(here.isOfName() || there.isOfName())
                : here.plain().equals(twin.parts.getOrDefault(part, there).plain());
    }

    /**
     * How something is defined.
     *
     * @param text its definition, without the schema's name
     * @param plain the same with the schema's name where that does not qualify another
     * @param isFilled whether something fills that column: a trigger, or the default of its domain
     */
    record Definition(String text, String plain, boolean isFilled) {

        private boolean isOfName() {
            return text.contains("'${tenant}'");
        }
    }

    /**
     * Something that is not the same in two schemas.
     *
     * @param expected how it is defined in the one, or null if it is not there
     * @param actual how it is defined in the other, or null if it is not there
     */
    record Difference(
            Part part, @Nullable String expected, @Nullable String actual) {

        private boolean isOne() {
            return expected == null || !expected.equals(actual);
        }
    }
}
