package io.tenantschemas.provision;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a tenant cannot be created or renamed, because a tenant or a schema has that name. Nothing was changed. */
public final class NameTakenException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient SchemaName name;

    NameTakenException(SchemaName schema, SchemaName name, @Nullable Throwable cause) {
        super(
                ("Tenant '%s' was not renamed to '%s', because a tenant or a schema has that name, or with strategy role any role of"
                                + " the server. Choose another one, or look into what is there and drop it if it is left over.")
                        .formatted(schema, name),
                cause);
        this.name = name;
    }

    private NameTakenException(SchemaName name) {
        super("Tenant '%s' was not created, because a tenant has that name. Choose another one.".formatted(name));
        this.name = name;
    }

    /** Returns the refusal to create a tenant with a name that another one has. */
    static NameTakenException created(SchemaName name) {
        return new NameTakenException(name);
    }

    /** Returns the name that is taken. */
    public SchemaName name() {
        return name;
    }
}
