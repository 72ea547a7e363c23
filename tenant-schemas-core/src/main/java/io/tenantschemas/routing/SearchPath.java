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

    static SearchPath of(List<SchemaName> schemas) {
        return new SearchPath(
                schemas.get(0),
                schemas.stream().map(SchemaName::quoted).collect(Collectors.joining(", ", "", ", pg_temp")));
    }

    /** Returns this path with a schema before all others. */
    SearchPath after(SchemaName schema) {
        return new SearchPath(schema, schema.quoted() + ", " + value);
    }
}
