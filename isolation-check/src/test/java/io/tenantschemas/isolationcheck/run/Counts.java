package io.tenantschemas.isolationcheck.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.model.Outcome;

/** What happened how often. */
public final class Counts {

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    private final LongAdder transactions = new LongAdder();

    public void add(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** Demands that all is read and written in that way at least once. */
    void expect(Access access) {
        for (String what : List.of(reading(access), writing(access))) {
            counts.computeIfAbsent(what, key -> new LongAdder());
        }
    }

    void read(Access access) {
        add(reading(access));
    }

    void written(Access access) {
        add(writing(access));
    }

    private static String reading(Access access) {
        return "read by " + access.name();
    }

    private static String writing(Access access) {
        return "write by " + access.name();
    }

    /** Counts a transaction in which a statement of a tenant was executed. */
    void transaction(Outcome outcome) {
        transactions.increment();
        add("transaction: " + outcome.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }

    long transactions() {
        return transactions.sum();
    }

    /** Returns how often each happened, by name; what was expected and has not happened, with 0. */
    public Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }

    /** Returns how often {@code what} happened. */
    public long of(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    void addAll(Counts others) {
        others.all()
                .forEach((what, count) ->
                        counts.computeIfAbsent(what, key -> new LongAdder()).add(count));
        transactions.add(others.transactions());
    }

    @Override
    public String toString() {
        return all().entrySet().stream()
                .map(entry -> "  %-58s %9d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
