package io.tenantschemas.inspect;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.SchemaName;

/** How names and texts of others are written into messages and into SQL that somebody is to run. */
final class Names {

    private static final int MOST = 3;

    private Names() {}

    /** Returns these schemas, or the first of them and how many more there are. */
    static String of(List<SchemaName> schemas) {
        int most = schemas.size() <= MOST + 1 ? schemas.size() : MOST;
        String first = schemas.stream().limit(most).map(SchemaName::toString).collect(Collectors.joining(", "));
        return schemas.size() == most ? first : "%s and %,d more".formatted(first, schemas.size() - most);
    }

    /** Returns those of the schemas that are wanted, or empty if none is. */
    static Optional<List<SchemaName>> restricted(List<SchemaName> schemas, Set<SchemaName> wanted) {
        List<SchemaName> some = schemas.stream().filter(wanted::contains).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(some);
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Returns an identifier in double quotes. */
    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Returns a text as SQL writes it, in printable ASCII only, so that it does nothing to a terminal. */
    static String literal(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return "'" + text.replace("'", "''") + "'";
        }
        return text.codePoints()
                .mapToObj(c ->
                        c > ' ' && c <= '~' && c != '\'' && c != '\\' ? Character.toString(c) : "\\+%06x".formatted(c))
                .collect(Collectors.joining("", "U&'", "'"));
    }
}
