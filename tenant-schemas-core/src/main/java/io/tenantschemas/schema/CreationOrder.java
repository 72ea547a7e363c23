package io.tenantschemas.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Puts the parts of a schema in an order in which they can be made: by phase, but nothing before what it needs. */
final class CreationOrder {

    private final List<Part> parts;

    private final Map<Integer, Set<Integer>> needing = new HashMap<>();

    private final int[] missing;

    CreationOrder(List<Part> parts, Dependencies dependencies) {
        this.parts = parts;
        this.missing = new int[parts.size()];
        Map<ObjectId, Integer> made = made();
        Map<ObjectId, Set<ObjectId>> needs = dependencies.among(made.keySet());
        for (int part = 0; part < parts.size(); part++) {
            ObjectId id = parts.get(part).id();
            Integer own = dependencies.whole(id, made.keySet()).map(made::get).orElse(part);
            Set<Integer> needed = new HashSet<>(Set.of(own));
            if (own == part) {
                needs.getOrDefault(id, Set.of()).forEach(each -> needed.add(made.get(each)));
            }
            needed.remove(part);
            for (Integer each : needed) {
                needing.computeIfAbsent(each, key -> new HashSet<>()).add(part);
            }
            missing[part] = needed.size();
        }
    }

    /** What something else brings along is made by that. */
    private Map<ObjectId, Integer> made() {
        Map<ObjectId, Integer> made = new HashMap<>();
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).address() != null && parts.get(part).sql() != null) {
                made.put(parts.get(part).id(), part);
            }
        }
        return made;
    }

    /** Returns as many as can be made, each after all that it needs. */
    List<Part> sorted() {
        PriorityQueue<Integer> ready = new PriorityQueue<>(
                Comparator.comparing((Integer part) -> parts.get(part).phase()).thenComparing(part -> part));
        for (int part = 0; part < missing.length; part++) {
            if (missing[part] == 0) {
                ready.add(part);
            }
        }
        List<Part> sorted = new ArrayList<>();
        for (Integer next = ready.poll(); next != null; next = ready.poll()) {
            sorted.add(parts.get(next));
            for (Integer each : needing.getOrDefault(next, Set.of())) {
                missing[each]--;
                if (missing[each] == 0) {
                    ready.add(each);
                }
            }
        }
        return sorted;
    }
}
