package io.tenantschemas.schema;

import java.util.List;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a schema is to get another name, and texts in it would go on leading to the former one. The transaction has to be
 * rolled back, to a savepoint before that at least.
 */
public final class SchemaMentionedException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName from;

    private final transient SchemaName to;

    private final transient List<String> reasons;

    SchemaMentionedException(SchemaName from, SchemaName to, List<String> reasons) {
        super(
                "Schema '%s' was not renamed to '%s': %s Where somebody knows that all of it is harmless, or mends it at once, RenameOptions.allowingMentions() or '--allow-mentions' renames it all the same."
                        .formatted(from, to, UncopyableSchemaException.shown(reasons)));
        this.from = from;
        this.to = to;
        this.reasons = List.copyOf(reasons);
    }

    /** Returns the schema that was to be renamed. */
    public SchemaName from() {
        return from;
    }

    /** Returns what it was to be called. */
    public SchemaName to() {
        return to;
    }

    /** Returns all that was found, each with what to do about it. */
    public List<String> reasons() {
        return reasons;
    }
}
