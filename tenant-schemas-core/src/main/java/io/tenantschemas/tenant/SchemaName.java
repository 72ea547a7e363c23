package io.tenantschemas.tenant;

import java.util.regex.Pattern;

/**
 * The name of a schema, checked once so that it may be written into SQL.
 *
 * <p>A name starts with a lower-case letter or an underscore, goes on with those and digits, and has at most 63 bytes,
 * which is where PostgreSQL <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">cuts identifiers</a>
 * without an error. Names that PostgreSQL keeps for itself ({@code pg_*}, {@code information_schema}) are refused. Whether
 * a name is still free is not known here.
 *
 * @param value the name, without quotes
 */
public record SchemaName(String value) implements Comparable<SchemaName> {

    /** What a name is like, as a regular expression that Java and PostgreSQL read alike. */
    public static final String PATTERN = "(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,62}";

    private static final Pattern FORMAT = Pattern.compile(PATTERN);

    /**
     * Checks the name.
     *
     * @throws InvalidSchemaNameException if {@code value} is null or not a name as described above
     */
    public SchemaName {
        if (value == null || !FORMAT.matcher(value).matches()) {
            throw new InvalidSchemaNameException(value);
        }
    }

    /**
     * Returns the schema of that name.
     *
     * @throws InvalidSchemaNameException if {@code value} is not a name as described above
     */
    public static SchemaName of(String value) {
        return new SchemaName(value);
    }

    /** Returns the name as an SQL identifier, in double quotes. */
    public String quoted() {
        return '"' + value + '"';
    }

    /** Returns {@code relation}, which must be a plain identifier, as an SQL identifier qualified with this schema. */
    public String qualify(String relation) {
        return quoted() + ".\"" + relation.replace("\"", "\"\"") + '"';
    }

    @Override
    public int compareTo(SchemaName other) {
        return value.compareTo(other.value);
    }

    /** Returns the name, without quotes. */
    @Override
    public String toString() {
        return value;
    }
}
