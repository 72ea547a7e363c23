package io.tenantschemas.isolationcheck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows of one writer in one tenant: those that are there for certain, and transactions of which nobody knows. */
final class Rows {

    private final Map<String, Integer> certain = new TreeMap<>();

    private final List<Doubt> doubts = new ArrayList<>();

    /** Returns the rows that are there for certain, by their markers. */
    Map<String, Integer> certain() {
        return certain;
    }

    void committed(Map<String, Optional<Integer>> writes) {
        apply(certain, writes);
    }

    /** Keeps both in mind, what was before and what would be after. None of these rows may be written again. */
    void unknown(Map<String, Optional<Integer>> writes) {
        Map<String, Integer> before = new TreeMap<>(certain);
        before.keySet().retainAll(writes.keySet());
        Map<String, Integer> after = new TreeMap<>();
        apply(after, writes);
        certain.keySet().removeAll(writes.keySet());
        doubts.add(new Doubt(Map.copyOf(writes), before, after));
    }

    private static void apply(Map<String, Integer> rows, Map<String, Optional<Integer>> writes) {
        writes.forEach((marker, amount) ->
                amount.ifPresentOrElse(value -> rows.put(marker, value), () -> rows.remove(marker)));
    }

    /** Returns how {@code actual} differs from what must be there, if it does. */
    Optional<String> difference(Map<String, Integer> actual, Map<String, Optional<Integer>> uncommitted) {
        Map<String, Integer> expected = new TreeMap<>(certain);
        apply(expected, uncommitted);
        Map<String, Integer> rest = new TreeMap<>(actual);
        for (Doubt doubt : doubts) {
            Map<String, Integer> part = new TreeMap<>(actual);
            part.keySet().retainAll(doubt.writes().keySet());
            if (!part.equals(doubt.before()) && !part.equals(doubt.after())) {
                return Optional.of(
                        "of a transaction whose commit was not confirmed there is %s, which is neither %s nor %s"
                                .formatted(part, doubt.before(), doubt.after()));
            }
            rest.keySet().removeAll(doubt.writes().keySet());
        }
        return rest.equals(expected) ? Optional.empty() : Optional.of(missingAndUnexpected(expected, rest));
    }

    private static String missingAndUnexpected(Map<String, Integer> expected, Map<String, Integer> actual) {
        Map<String, Integer> missing = new TreeMap<>(expected);
        missing.entrySet().removeAll(actual.entrySet());
        Map<String, Integer> unexpected = new TreeMap<>(actual);
        unexpected.entrySet().removeAll(expected.entrySet());
        return "missing " + missing + ", unexpected " + unexpected;
    }

    /** A transaction that was committed or was not: all of it or nothing. */
    private record Doubt(
            Map<String, Optional<Integer>> writes, Map<String, Integer> before, Map<String, Integer> after) {}
}
