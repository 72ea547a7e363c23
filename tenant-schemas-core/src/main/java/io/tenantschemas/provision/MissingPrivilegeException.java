package io.tenantschemas.provision;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when the database user may not create schemas. */
public final class MissingPrivilegeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    MissingPrivilegeException(SchemaName schema, String user, String database, Throwable cause) {
        super(
                ("Schema '%s' was not created, because user '%s' may not create schemas in database '%s'. Let its owner or a"
                                + " superuser run: GRANT CREATE ON DATABASE \"%s\" TO \"%s\";")
                        .formatted(schema, user, database, database.replace("\"", "\"\""), user.replace("\"", "\"\"")),
                cause);
    }
}
