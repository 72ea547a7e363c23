package io.tenantschemas.tenant;

import org.jspecify.annotations.Nullable;

/** Thrown when a text cannot be the name of a type of tenants. */
public final class InvalidTypeNameException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String name;

    InvalidTypeNameException(@Nullable String name) {
        super(
                ("%s cannot be the name of a type of tenants. A name starts with a letter or a digit, goes on with letters, digits,"
                                + " underscores and hyphens, and has at most 63 characters.")
                        .formatted(Quoted.text(name)));
        this.name = name;
    }

    /** Returns the refused name as it was given. */
    public @Nullable String name() {
        return name;
    }
}
