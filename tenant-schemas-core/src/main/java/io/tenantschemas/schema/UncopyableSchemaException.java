package io.tenantschemas.schema;

import java.util.List;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a schema has something of which no copy can be made that is as good as the original, or that would lead back to
 * it. The transaction has to be rolled back, to a savepoint before the copy at least.
 */
public final class UncopyableSchemaException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 20;

    private final transient SchemaName from;

    private final transient SchemaName to;

    private final transient List<String> reasons;

    UncopyableSchemaException(SchemaName from, SchemaName to, List<String> reasons) {
        super("Schema '%s' was not copied to '%s': %s".formatted(from, to, shown(reasons)));
        this.from = from;
        this.to = to;
        this.reasons = List.copyOf(reasons);
    }

    static String shown(List<String> reasons) {
        String shown = String.join("; ", reasons.subList(0, Math.min(SHOWN, reasons.size())));
        return reasons.size() <= SHOWN ? shown + "." : shown + "; and %d more.".formatted(reasons.size() - SHOWN);
    }

    /** Returns the schema that was to be copied. */
    public SchemaName from() {
        return from;
    }

    /** Returns what the copy was to be. */
    public SchemaName to() {
        return to;
    }

    /** Returns all that was found, each with what to do about it. */
    public List<String> reasons() {
        return reasons;
    }
}
