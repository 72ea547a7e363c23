package io.tenantschemas.routing;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown for a statement that would end the transaction in which a tenant is made, before the tenant is complete. */
public final class BorrowedTransactionException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    BorrowedTransactionException(String statement, TenantBinding binding) {
        super(
                ("%s was refused, because %s is being made in a transaction that it would begin or end. Leave it out: what"
                                + " initializers do is committed with the tenant's row, or rolled back with it.")
                        .formatted(statement, binding.describe()));
    }
}
