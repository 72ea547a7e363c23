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

    private final SortedMap<Part, String> parts = new TreeMap<>();

    private final Set<String> relations = new HashSet<>();

    void add(Part part, String definition) {
        parts.put(part, definition);
        if (part.name().isEmpty()) {
            relations.add(part.table());
        }
    }

    @Nullable
    String definition(Part part) {
        return parts.get(part);
    }

    boolean hasRelation(String name) {
        return relations.contains(name);
    }

    boolean hasSequence(String name) {
        return parts.keySet().stream()
                .anyMatch(
                        part -> part.kind().equals(Part.SEQUENCE) && part.name().equals(name));
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

    /** Returns in what another shape differs. Where a table is missing, what belongs to it is not mentioned. */
    List<Difference> differences(Shape actual) {
        Set<Part> all = new TreeSet<>(parts.keySet());
        all.addAll(actual.parts.keySet());
        return all.stream()
                .filter(part -> !part.isOfTable() || (hasRelation(part.table()) && actual.hasRelation(part.table())))
                .map(part -> new Difference(part, definition(part), actual.definition(part)))
                .filter(Difference::isOne)
                .toList();
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
