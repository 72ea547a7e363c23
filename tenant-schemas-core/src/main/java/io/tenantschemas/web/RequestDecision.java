package io.tenantschemas.web;

import io.tenantschemas.context.TenantBinding;

/** What was decided about a request, once for all of its dispatches. */
sealed interface RequestDecision {

    /** Let in, with that bound. */
    record Admitted(TenantBinding binding) implements RequestDecision {}

    /** Not let in. */
    record Rejected(Rejection reason) implements RequestDecision {}
}
