package io.tenantschemas.schema;

import java.util.List;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when dropping a schema would take along what other schemas have, such as constraints, indexes or columns that need an
 * extension in it. Nothing was dropped.
 */
public final class SchemaNeededException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    private final transient NeededElsewhere needed;

    SchemaNeededException(SchemaName schema, NeededElsewhere needed) {
        super(
                "Schema '%s' was not dropped, because other schemas need something in it, and %,d of their objects would go along: %s %s"
                        .formatted(
                                schema,
                                needed.objects().size(),
                                UncopyableSchemaException.shown(needed.objects()),
                                wayOut(needed.extensions())));
        this.schema = schema;
        this.needed = needed;
    }

    private static String wayOut(List<String> extensions) {
        if (extensions.isEmpty()) {
            return "Have them do without, or drop them first.";
        }
        StringBuilder way = new StringBuilder("Move to a schema that all tenants see what they need:");
        extensions.forEach(extension -> way.append(" ALTER EXTENSION %s SET SCHEMA ...;".formatted(extension)));
        return way.append(" Or drop them first.").toString();
    }

    /** Returns the schema that was to be dropped. */
    public SchemaName schema() {
        return schema;
    }

    /** Returns what others have that needs something of the schema. */
    public List<String> objects() {
        return needed.objects();
    }

    /** Returns the extensions in the schema that are needed, as they are written into SQL. */
    public List<String> extensions() {
        return needed.extensions();
    }
}
