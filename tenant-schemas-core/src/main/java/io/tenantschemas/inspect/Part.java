package io.tenantschemas.inspect;

import org.springframework.util.Assert;

/**
 * Something in a tenant's schema.
 *
 * @param kind what it is, for example {@code column}
 * @param table the table that it is, or is part of; empty if there is none
 * @param name its name; empty for a table
 */
public record Part(String kind, String table, String name) implements Comparable<Part> {

    /** The kind of a column. */
    public static final String COLUMN = "column";

    static final String TABLE = "table";

    static final String SEQUENCE = "sequence";

    /** Checks that nothing is missing. */
    public Part {
        Assert.hasText(kind, "'kind' must not be empty");
        Assert.notNull(table, "'table' must not be null");
        Assert.notNull(name, "'name' must not be null");
    }

    static Part table(String name) {
        return new Part(TABLE, name, "");
    }

    /** Returns whether it comes and goes with a table. */
    boolean isOfTable() {
        return !table.isEmpty() && !name.isEmpty();
    }

    /** Returns kind and name, for messages: {@code column note.body}. */
    public String describe() {
        if (name.isEmpty()) {
            return kind + " " + table;
        }
        return kind + " " + (table.isEmpty() ? name : table + "." + name);
    }

    @Override
    public int compareTo(Part other) {
        return describe().compareTo(other.describe());
    }
}
