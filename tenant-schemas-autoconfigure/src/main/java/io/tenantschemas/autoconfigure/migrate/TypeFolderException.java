package io.tenantschemas.autoconfigure.migrate;

import java.util.Collection;

import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

/** Thrown at start-up when there are migrations of a type that no tenant can be of, which would never run. */
public final class TypeFolderException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final String folder;

    TypeFolderException(String folder, String type, Collection<TypeName> types) {
        super(
                ("No tenant would go through the migrations in '%s', because there is no type '%s'. %s Correct the folder's name, which"
                                + " ends with a type in lower case; or list it under tenant-schemas.migrations.tenant.locations if all"
                                + " tenants are to go through it; or move it away. If it is listed in some deployments only, by a Spring"
                                + " profile for example, give it a name that does not begin like a listed one with a hyphen: histories"
                                + " have the names of files, not of folders.")
                        .formatted(folder, type, UnknownTypeException.describe(types)));
        this.folder = folder;
    }

    /** Returns the folder. */
    public String folder() {
        return folder;
    }
}
