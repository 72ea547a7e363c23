package io.tenantschemas.routing;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.SchemaName;

/**
 * A value of {@code search_path}.
 *
 * @param first the schema in which unqualified names are looked up first and created
 * @param value the whole path as PostgreSQL reads it, names quoted because it folds unquoted ones to lower case
 */
public record SearchPath(SchemaName first, String value) {

    /** Stands in a path for the schema that is called like the current role. */
    static final String USER = "$user";

    static SearchPath of(List<SchemaName> schemas) {
        return new SearchPath(
                schemas.get(0),
                schemas.stream().map(SchemaName::quoted).collect(Collectors.joining(", ", "", ", pg_temp")));
    }

    /** Returns the value of this path with the schema of the current role before all others. */
    String afterUser() {
        return '"' + USER + "\", " + value;
    }

    /** Returns this path with a schema before all others. */
    SearchPath after(SchemaName schema) {
        return new SearchPath(schema, schema.quoted() + ", " + value);
    }
}
