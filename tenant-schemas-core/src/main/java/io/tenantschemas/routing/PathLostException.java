package io.tenantschemas.routing;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown for a text of several statements that ends a transaction or goes back to a savepoint and then goes on, where the search
 * path is set for the transaction only ({@link RoutingStrategy#QUALIFIED}): the rest would not find the tenant's tables.
 */
public final class PathLostException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    PathLostException(TenantBinding binding) {
        super(
                ("A text of several statements was refused for %s, because one of them ends the transaction or goes back to a"
                                + " savepoint, and takes back the search path that those behind it need. Execute those behind it as a"
                                + " text of their own.")
                        .formatted(binding.describe()));
    }
}
