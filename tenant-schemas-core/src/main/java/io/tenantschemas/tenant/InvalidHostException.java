package io.tenantschemas.tenant;

import org.jspecify.annotations.Nullable;

/** Thrown when a text cannot be the name of a host. */
public final class InvalidHostException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String host;

    InvalidHostException(@Nullable String host) {
        super(("%s cannot be the name of a host. Give a name such as 'shop.example.com', with labels of at most 63"
                        + " letters, digits and hyphens, or an IPv6 address in brackets.")
                .formatted(Quoted.text(host)));
        this.host = host;
    }

    /** Returns the refused host as it was given. */
    public @Nullable String host() {
        return host;
    }
}
