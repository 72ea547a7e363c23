package io.tenantschemas.schema;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tenantschemas.tenant.SchemaName;

/** What the session is set to while a schema is copied, for the length of the transaction at most. */
final class Settings {

    /** So that the same text means the same when it is read and when it is executed, and all rows are seen or none. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("check_function_bodies", "off"),
            Map.entry("datestyle", "ISO, MDY"),
            Map.entry("default_tablespace", ""),
            Map.entry("extra_float_digits", "1"),
            Map.entry("intervalstyle", "postgres"),
            Map.entry("quote_all_identifiers", "off"),
            Map.entry("row_security", "off"),
            Map.entry("standard_conforming_strings", "on"),
            Map.entry("transform_null_equals", "off"),
            Map.entry("xmloption", "content"));

    /** With many schemas, reading a whole catalogue takes far longer than finding some hundreds of its rows by an index. */
    private static final List<String> WHOLE_TABLES = List.of("enable_hashjoin", "enable_mergejoin", "enable_seqscan");

    private static final String PATH = "search_path";

    private final Session session;

    private final Map<String, String> before;

    private Settings(Session session, Map<String, String> before) {
        this.session = session;
        this.before = before;
    }

    /** Sets what is needed throughout. */
    static Settings begin(Session session) throws SQLException {
        List<String> names = Stream.concat(
                        Stream.concat(FIXED.keySet().stream(), WHOLE_TABLES.stream()), Stream.of(PATH))
                .sorted()
                .toList();
        Map<String, String> before = new LinkedHashMap<>();
        session.query(
                names.stream()
                        .map(name -> "SELECT '%s', pg_catalog.current_setting('%1$s')".formatted(name))
                        .collect(Collectors.joining(" UNION ALL ")),
                row -> before.put(row.getString(1), row.getString(2)));
        session.execute(List.of(set(FIXED)));
        return new Settings(session, before);
    }

    /** Prepares for questions, in whose answers the objects of these schemas stand by their plain names. */
    void read(SchemaName... schemas) throws SQLException {
        Map<String, String> reading = new LinkedHashMap<>();
        WHOLE_TABLES.forEach(name -> reading.put(name, "off"));
        reading.put(PATH, path(Stream.of(schemas), "pg_catalog"));
        session.execute(List.of(set(reading)));
    }

    /** Returns the statement that has questions answered as at other times. */
    String usual() {
        return set(before.entrySet().stream()
                .filter(each -> WHOLE_TABLES.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Returns the statement that sets the path by which what is made in a phase finds what it needs. */
    static String path(Phase phase, SchemaName target, List<SchemaName> shared) {
        if (phase == Phase.DATA) {
            return running(target, shared);
        }
        return set(Map.of(PATH, path(Stream.of(target), "pg_catalog", phase.needsShared() ? shared : List.of())));
    }

    /** Returns the statement that sets the path which the application's own functions know. */
    static String running(SchemaName target, List<SchemaName> shared) {
        return set(Map.of(PATH, path(Stream.of(target), "", shared)));
    }

    /** Returns the statement that shows each role the rows that it may see. */
    static String withRowSecurity() {
        return set(Map.of("row_security", "on"));
    }

    /** Sets everything to what it was. */
    void end() throws SQLException {
        session.execute(List.of(set(before)));
    }

    private static String path(Stream<SchemaName> first, String then) {
        return path(first, then, List.of());
    }

    // Temporary tables would come first if they were not named.
    private static String path(Stream<SchemaName> first, String then, List<SchemaName> last) {
        return Stream.of(
                        first.map(SchemaName::quoted),
                        Stream.of(then).filter(name -> !name.isEmpty()),
                        last.stream().map(SchemaName::quoted),
                        Stream.of("pg_temp"))
                .flatMap(names -> names)
                .collect(Collectors.joining(", "));
    }

    private static String set(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(each -> "pg_catalog.set_config('%s', '%s', true)"
                        .formatted(each.getKey(), each.getValue().replace("'", "''")))
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }
}
