package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown when a tenant was saved whose schema exists already, be it in other letters, or with strategy {@code role} a role of its
 * name. It may be somebody else's, so it is not used.
 */
public final class SchemaExistsException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName schema;

    SchemaExistsException(SchemaName schema, @Nullable Throwable cause) {
        this(
                schema,
                "a schema of that name exists already and is never taken over silently. Choose another name, or look into the"
                        + " schema and drop it if it is left over.",
                cause);
    }

    private SchemaExistsException(SchemaName schema, String reason, @Nullable Throwable cause) {
        super("Tenant '%s' was not saved, because %s".formatted(schema, reason), cause);
        this.schema = schema;
    }

    /** Returns the refusal of a name that is another schema's in that spelling. */
    static SchemaExistsException called(String other, SchemaName schema) {
        return other.equals(schema.value())
                ? new SchemaExistsException(schema, (Throwable) null)
                : new SchemaExistsException(
                        schema,
                        ("the schema '%s' has that name but for case, and one would be taken for the other. Choose another name, or"
                                        + " look into the schema and rename or drop it.")
                                .formatted(other),
                        null);
    }

    /** Returns the refusal of a name that is a role's, which may be of another database of the server. */
    static SchemaExistsException ofRole(SchemaName schema) {
        return new SchemaExistsException(
                schema,
                "the server has a role of that name already, and a role is never taken over. Choose another name, or look whose"
                        + " role it is and drop it if it is left over.",
                null);
    }

    /** Returns the name that is taken. */
    public SchemaName schema() {
        return schema;
    }
}
