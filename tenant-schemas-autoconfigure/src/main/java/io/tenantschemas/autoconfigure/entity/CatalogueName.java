package io.tenantschemas.autoconfigure.entity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table or sequence as it stands in PostgreSQL's catalogue, without quotes.
 *
 * @param schema its schema, or null when the search path decides
 * @param name its name
 */
record CatalogueName(@Nullable String schema, String name) implements Comparable<CatalogueName> {

    /** PostgreSQL leaves out what is longer, and says so in a notice only. */
    private static final int MOST_BYTES = 63;

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^.\"]+)");

    CatalogueName {
        schema = schema == null ? null : cut(schema);
        name = cut(name);
    }

    /** Returns the name as the server keeps it, without half a character at the end. */
    private static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_BYTES) {
            return name;
        }
        int length = MOST_BYTES;
        while ((bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Returns the name of a table, column or the like as the server keeps it that Hibernate calls so. */
    static String stored(String name, boolean isQuoted) {
        return cut(isQuoted ? name : name.toLowerCase(Locale.ROOT));
    }

    /** Reads a name as it is written into SQL. */
    static CatalogueName parse(String sql) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(sql);
        while (part.find()) {
            String quoted = part.group(1);
            parts.add(
                    quoted != null
                            ? quoted.replace("\"\"", "\"")
                            : part.group(2).toLowerCase(Locale.ROOT));
        }
        int last = parts.size() - 1;
        return new CatalogueName(last > 0 ? parts.get(last - 1) : null, parts.get(last));
    }

    /** Reads a name as Hibernate keeps it, which writes quotes of its own where it is asked to write it. */
    static CatalogueName of(QualifiedName name) {
        Identifier schema = name.getSchemaName();
        return new CatalogueName(schema == null ? null : stored(schema), stored(name.getObjectName()));
    }

    private static String stored(Identifier part) {
        return stored(part.getText(), part.isQuoted());
    }

    @Override
    public int compareTo(CatalogueName other) {
        return Comparator.comparing(CatalogueName::toString).compare(this, other);
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
