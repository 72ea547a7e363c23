package io.tenantschemas.migrate.flyway;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a schema has been through, but for when and by whom.
 *
 * @param rows what Flyway's history table says, in its order
 */
record SchemaHistory(List<Row> rows) {

    /** No history, as in a schema that is new. */
    static final SchemaHistory NONE = new SchemaHistory(List.of());

    /** Copies the list. */
    SchemaHistory {
        rows = List.copyOf(rows);
    }

    int lastRank() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).rank();
    }

    /** Returns this history with more rows at its end. */
    SchemaHistory plus(List<Row> more) {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(more);
        return new SchemaHistory(all);
    }

    /**
     * A row of the history.
     *
     * @param rank its place
     * @param version the version, or null for a repeatable migration
     * @param description what the migration's name says
     * @param type Flyway's name of its kind
     * @param script its file or class
     * @param checksum what it held, or null where that is not known
     * @param success whether it ran to its end
     */
    record Row(
            int rank,
            @Nullable String version,
            String description,
            String type,
            String script,
            @Nullable Integer checksum,
            boolean success) {

        Row withChecksum(int other) {
            return new Row(rank, version, description, type, script, other, success);
        }
    }
}
