package io.tenantschemas.migrate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a migration that cannot run in a transaction is to run inside the caller's. */
public final class NonTransactionalMigrationException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient MigrationTarget target;

    private final transient List<String> scripts;

    /** Creates an exception that names those migrations. */
    public NonTransactionalMigrationException(MigrationTarget target, List<String> scripts, @Nullable Throwable cause) {
        super(
                ("The schema '%s' cannot be made in one transaction, because %s contains what cannot run inside one: CREATE"
                                + " INDEX CONCURRENTLY, VACUUM, COMMIT, the setting executeInTransaction=false or the like. Write"
                                + " it so that it can (a new schema's tables are empty and need no CONCURRENTLY), take it out"
                                + " of the tenants' migrations, or have schemas made after the transaction that saves the tenant"
                                + " (tenant-schemas.provisioning.mode=async).")
                        .formatted(target.schema(), String.join(" and ", scripts)),
                cause);
        this.target = target;
        this.scripts = List.copyOf(scripts);
    }

    /** Returns the schema. */
    public MigrationTarget target() {
        return target;
    }

    /** Returns the files of those migrations. */
    public List<String> scripts() {
        return scripts;
    }
}
