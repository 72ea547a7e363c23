package io.tenantschemas.autoconfigure.entity;

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

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^.\"]+)");

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
        return part.isQuoted() ? part.getText() : part.getText().toLowerCase(Locale.ROOT);
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
