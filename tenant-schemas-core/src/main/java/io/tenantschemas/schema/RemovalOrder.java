package io.tenantschemas.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tenantschemas.schema.SchemaRemoval.Piece;

/**
 * Finds the order in which pieces of a schema are dropped: what depends on a piece, or has a part that does, comes before it. Where
 * pieces need each other, the one that was added first takes along what depends on it.
 */
final class RemovalOrder {

    private final Map<ObjectId, Piece> pieces = new LinkedHashMap<>();

    private final Set<ObjectId> late = new HashSet<>();

    private final Map<ObjectId, List<ObjectId>> parts = new HashMap<>();

    private final List<Dependency> dependencies = new ArrayList<>();

    /** Adds a piece; one that is late comes after all that are not, and so does what it needs. */
    void add(ObjectId object, Piece piece, boolean isLate) {
        pieces.put(object, piece);
        if (isLate) {
            late.add(object);
        }
    }

    /** Takes note that something depends on something else, and whether it goes along with that as a part of it. */
    void depends(ObjectId object, ObjectId on, boolean isPart) {
        dependencies.add(new Dependency(object, on));
        if (isPart) {
            parts.computeIfAbsent(on, first -> new ArrayList<>()).add(object);
        }
    }

    /** Returns the pieces, each with the places that its parts take. */
    List<Piece> sorted() {
        Map<ObjectId, ObjectId> wholes = new HashMap<>();
        Map<ObjectId, Piece> complete = new LinkedHashMap<>();
        pieces.forEach((object, piece) -> complete.put(object, piece.plus(claimParts(object, wholes))));
        Map<ObjectId, Set<ObjectId>> needs = new HashMap<>();
        for (Dependency dependency : dependencies) {
            ObjectId whole = wholes.get(dependency.object());
            ObjectId needed = wholes.get(dependency.on());
            if (whole != null && needed != null && !whole.equals(needed)) {
                needs.computeIfAbsent(whole, first -> new HashSet<>()).add(needed);
            }
        }
        Set<ObjectId> last = withWhatTheyNeed(late, needs);
        Set<ObjectId> first = new LinkedHashSet<>(complete.keySet());
        first.removeAll(last);
        List<Piece> sorted = new ArrayList<>();
        new Sorting(first, needs).sorted().forEach(object -> sorted.add(complete.get(object)));
        new Sorting(last, needs).sorted().forEach(object -> sorted.add(complete.get(object)));
        return sorted;
    }

    /** Returns how many parts there are that belong to no other piece, the object itself among them. */
    private long claimParts(ObjectId piece, Map<ObjectId, ObjectId> wholes) {
        long claimed = 0;
        Queue<ObjectId> open = new ArrayDeque<>(List.of(piece));
        while (!open.isEmpty()) {
            ObjectId object = open.remove();
            boolean isAnotherPiece = pieces.containsKey(object) && !object.equals(piece);
            if (!isAnotherPiece && wholes.putIfAbsent(object, piece) == null) {
                claimed++;
                open.addAll(parts.getOrDefault(object, List.of()));
            }
        }
        return claimed;
    }

    private Set<ObjectId> withWhatTheyNeed(Set<ObjectId> some, Map<ObjectId, Set<ObjectId>> needs) {
        Set<ObjectId> all = new HashSet<>();
        Queue<ObjectId> open = new ArrayDeque<>(some);
        while (!open.isEmpty()) {
            ObjectId object = open.remove();
            if (all.add(object)) {
                open.addAll(needs.getOrDefault(object, Set.of()));
            }
        }
        // In the order of all.
        return pieces.keySet().stream().filter(all::contains).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private record Dependency(ObjectId object, ObjectId on) {}

    /** Sorts some of the pieces, whatever the others need. */
    private static final class Sorting {

        private final Set<ObjectId> some;

        private final Map<ObjectId, Set<ObjectId>> needs;

        private final Map<ObjectId, Integer> dependents = new HashMap<>();

        private final Queue<ObjectId> ready = new ArrayDeque<>();

        private final Set<ObjectId> sorted = new LinkedHashSet<>();

        Sorting(Set<ObjectId> some, Map<ObjectId, Set<ObjectId>> needs) {
            this.some = some;
            this.needs = needs;
        }

        Set<ObjectId> sorted() {
            some.forEach(object -> needsOf(object).forEach(on -> dependents.merge(on, 1, Integer::sum)));
            some.stream().filter(object -> !dependents.containsKey(object)).forEach(ready::add);
            takeReady();
            for (ObjectId object : some) {
                // If it is not among them, it is in a circle, or behind one, which is broken here.
                ready.add(object);
                takeReady();
            }
            return sorted;
        }

        private void takeReady() {
            while (!ready.isEmpty()) {
                ObjectId object = ready.remove();
                if (sorted.add(object)) {
                    needsOf(object)
                            .filter(on -> dependents.merge(on, -1, Integer::sum) == 0)
                            .forEach(ready::add);
                }
            }
        }

        private Stream<ObjectId> needsOf(ObjectId object) {
            return needs.getOrDefault(object, Set.of()).stream().filter(some::contains);
        }
    }
}
