package io.tenantschemas.isolationcheck.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.tenantschemas.tenant.Tenant;

/** A tenant from its making to its end, under whatever names, and the rows that it must have. */
public final class Life {

    private static final long IDS = 1_000_000_000L;

    private final long id;

    private final String stamp;

    private final Changing changing = new Changing();

    private final Map<Integer, Rows> rows = new ConcurrentHashMap<>();

    private volatile Tenant tenant;

    private volatile boolean over;

    Life(Tenant tenant, String stamp) {
        this.id = tenant.id();
        this.tenant = tenant;
        this.stamp = stamp;
    }

    public long id() {
        return id;
    }

    public String stamp() {
        return stamp;
    }

    /** Returns what the tenant is now, or was last. */
    public Tenant tenant() {
        return tenant;
    }

    /** Returns whether the tenant was dropped. */
    public boolean isOver() {
        return over;
    }

    /** Returns the number at which the tenant's sequence starts: no other tenant has any of the billion that follow. */
    public long firstId() {
        return id * IDS + 1000;
    }

    /** Returns what tells from now on whether the tenant has been what it is all the time since. */
    public BooleanSupplier watch() {
        return changing.watch();
    }

    /** Begins a change of the tenant, or its end. */
    public void changing() {
        changing.begin();
    }

    /** Ends a change. */
    public void changed(Tenant now) {
        tenant = now;
        changing.end();
    }

    /** Ends the tenant. */
    public void ended() {
        over = true;
        rows.clear();
        changing.end();
    }

    /** Returns the rows of that writer, who alone may ask for them until all have ended. */
    Rows rowsOf(int writer) {
        return rows.computeIfAbsent(writer, key -> new Rows());
    }

    /** Makes sure that a row is this tenant's. */
    public void checkOwner(Row row) {
        if (row.ownerId() != id || !row.stamp().equals(stamp)) {
            throw new Violation("%s was given a row of another tenant: %s".formatted(this, row));
        }
        if (row.id() <= id * IDS || row.id() > (id + 1) * IDS) {
            throw new Violation("%s was given a row whose id is none of its own sequence's, which began at %d: %s"
                    .formatted(this, firstId(), row));
        }
    }

    /** Makes sure that these rows are all that the tenant has. */
    public void checkAll(List<Row> found) {
        found.forEach(this::checkOwner);
        Map<Integer, List<Row>> byWriter = new HashMap<>();
        found.forEach(row ->
                byWriter.computeIfAbsent(row.writer(), key -> new ArrayList<>()).add(row));
        rows.keySet().forEach(writer -> byWriter.putIfAbsent(writer, List.of()));
        byWriter.forEach((writer, theirs) -> check(writer, theirs, Map.of()));
    }

    /** Makes sure that these are the rows that {@code writer} must find, with what it has not committed yet. */
    void check(int writer, List<Row> found, Map<String, Optional<Integer>> uncommitted) {
        Map<String, Integer> actual = new TreeMap<>();
        for (Row row : found) {
            if (actual.put(row.marker(), row.amount()) != null) {
                throw new Violation("%s has a row twice: %s".formatted(this, row));
            }
        }
        rowsOf(writer).difference(actual, uncommitted).ifPresent(difference -> {
            // Those of a tenant that has ended meanwhile are forgotten.
            if (!over) {
                throw new Violation("%s does not have the rows of writer %d that it must have: %s"
                        .formatted(this, writer, difference));
            }
        });
    }

    @Override
    public String toString() {
        return "Tenant " + tenant.describe() + " with stamp " + stamp + (over ? ", which has ended," : "");
    }
}
