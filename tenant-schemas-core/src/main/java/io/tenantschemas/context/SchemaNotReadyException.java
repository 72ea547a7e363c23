package io.tenantschemas.context;

import io.tenantschemas.context.SchemaReadiness.State;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;

/** Stands for work that was not begun for a tenant, because its schema is not known to hold what the application expects of it. */
public final class SchemaNotReadyException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient Tenant tenant;

    private final State state;

    SchemaNotReadyException(Tenant tenant, State state) {
        super(
                state == State.BEHIND
                        ? ("The schema '%s' is behind this application's migrations, so nothing was done for its tenant. Migrate it,"
                                        + " for example with the command 'migrate-schemas', and try again.")
                                .formatted(tenant.schema())
                        : ("It could not be found out whether the schema '%s' is up to date, so nothing was done for its tenant."
                                        + " Try again later; the log has the reason.")
                                .formatted(tenant.schema()));
        this.tenant = tenant;
        this.state = state;
    }

    /** Returns the tenant. */
    public Tenant tenant() {
        return tenant;
    }

    /** Returns how it stands with the tenant's schema. */
    public State state() {
        return state;
    }
}
