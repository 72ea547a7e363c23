package io.tenantschemas.isolationcheck.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What one transaction writes for a tenant. For one thread. */
public final class Change {

    private final World world;

    private final Life life;

    private final int writer;

    private Map<String, Optional<Integer>> writes = new LinkedHashMap<>();

    private Map<String, Long> audits = new LinkedHashMap<>();

    private boolean settled;

    Change(World world, Life life, int writer) {
        this.world = world;
        this.life = life;
        this.writer = writer;
    }

    public Life life() {
        return life;
    }

    public int writer() {
        return writer;
    }

    public void inserted(Row row) {
        writes.put(row.marker(), Optional.of(row.amount()));
    }

    public void changed(String marker, int amount) {
        writes.put(marker, Optional.of(amount));
    }

    public void deleted(String marker) {
        writes.put(marker, Optional.empty());
    }

    /** Notes a row of the shared table. */
    public void audited(String marker) {
        audits.put(marker, life.id());
    }

    /** Returns the markers of rows that are there for certain and that this change has not touched. */
    public List<String> untouched() {
        List<String> markers = new ArrayList<>(life.rowsOf(writer).certain().keySet());
        markers.removeIf(writes::containsKey);
        return markers;
    }

    /** Returns what brings this change back to where it is now, as a rollback to a savepoint does. */
    public Runnable savepoint() {
        Map<String, Optional<Integer>> writesNow = new LinkedHashMap<>(writes);
        Map<String, Long> auditsNow = new LinkedHashMap<>(audits);
        return () -> {
            writes = writesNow;
            audits = auditsNow;
        };
    }

    /** Makes sure that {@code found} is what a transaction with this change must find. */
    public void check(List<Row> found) {
        found.forEach(life::checkOwner);
        Predicate<Row> own = row -> row.writer() == writer;
        life.check(writer, found.stream().filter(own).toList(), writes);
    }

    /** Tells the model how it ended. */
    public void settle(Outcome outcome) {
        if (settled) {
            throw new IllegalStateException("A transaction ends once.");
        }
        settled = true;
        Rows rows = life.rowsOf(writer);
        switch (outcome) {
            case COMMITTED -> {
                rows.committed(writes);
                world.audits().committed(audits);
            }
            case UNKNOWN -> {
                rows.unknown(writes);
                world.audits().unknown(audits);
            }
            case ROLLED_BACK -> {
                // Nothing of it is there.
            }
        }
    }
}
