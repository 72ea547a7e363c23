package io.tenantschemas.testdatabase;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A major version of PostgreSQL; data directories are readable only by the version that wrote them.
 *
 * @param value the number, 18 for example
 */
record MajorVersion(int value) {

    /** The newest version that this library is tested with. */
    static final MajorVersion NEWEST = new MajorVersion(18);

    private static final Pattern WANTED = Pattern.compile("\\d{2}");

    private static final Pattern REPORTED = Pattern.compile("PostgreSQL\\) (\\d+)");

    /** Returns the version that the developer asked for, if any. */
    static Optional<MajorVersion> wanted() {
        return Setting.POSTGRESQL.value().map(MajorVersion::parse);
    }

    static MajorVersion parse(String text) {
        if (!WANTED.matcher(text).matches()) {
            throw new PostgresServerException("The %s must be a major version of PostgreSQL such as '18', but is none."
                    .formatted(Setting.POSTGRESQL));
        }
        return new MajorVersion(Integer.parseInt(text));
    }

    /** Reads what {@code postgres --version} says. */
    static MajorVersion ofReport(String report) {
        Matcher matcher = REPORTED.matcher(report);
        if (!matcher.find()) {
            throw new PostgresServerException("Not a report of PostgreSQL's version: '%s'".formatted(report));
        }
        return new MajorVersion(Integer.parseInt(matcher.group(1)));
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
