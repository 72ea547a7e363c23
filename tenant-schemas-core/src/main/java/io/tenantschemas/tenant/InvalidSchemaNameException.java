package io.tenantschemas.tenant;

import org.jspecify.annotations.Nullable;

/** Thrown when a text cannot be the name of a schema. */
public final class InvalidSchemaNameException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String name;

    InvalidSchemaNameException(@Nullable String name) {
        super(
                ("%s cannot be the name of a schema. A name starts with a lower-case letter or an underscore, goes on with"
                                + " lower-case letters, digits and underscores, has at most 63 characters, and is neither 'pg_...'"
                                + " nor 'information_schema'.")
                        .formatted(Quoted.text(name)));
        this.name = name;
    }

    /** Returns the refused name as it was given. */
    public @Nullable String name() {
        return name;
    }
}
