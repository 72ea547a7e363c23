package io.tenantschemas.migrate.flyway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a few bytes what a history is, so that the server can tell by itself whether it is a certain one. */
final class HistoryDigest {

    /** Between the columns of a row, between rows, and in place of what is missing: none of them stands in a history. */
    private static final String COLUMN = "\u001f";

    private static final String ROW = "\u001d";

    private static final String MISSING = "\u001e";

    private HistoryDigest() {}

    /** Returns a query for the digest of a history, of the same columns as {@link #of(SchemaHistory)}. */
    static String query(String table) {
        return """
                SELECT pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(pg_catalog.concat_ws(E'\\x1f',
                    installed_rank, coalesce(version, E'\\x1e'), description, type, script, coalesce(checksum::text, E'\\x1e'),
                    success), E'\\x1d' ORDER BY installed_rank), 'UTF8')) FROM %s""".formatted(table);
    }

    /** Returns the digest of a history, in hexadecimal digits. */
    static String of(SchemaHistory history) {
        String text = history.rows().stream()
                .map(row -> Stream.of(
                                row.rank(),
                                row.version(),
                                row.description(),
                                row.type(),
                                row.script(),
                                row.checksum(),
                                row.success() ? "t" : "f")
                        .map(value -> Objects.toString(value, MISSING))
                        .collect(Collectors.joining(COLUMN)))
                .collect(Collectors.joining(ROW));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
