package io.tenantschemas.context;

import java.util.List;

import io.tenantschemas.tenant.Tenant;

/**
 * Says whether a tenant's schema holds what this application expects of it, so that a tenant that is behind is turned away instead
 * of failing in the middle.
 *
 * <p>Asked for each request of a tenant, whose schema is not the public one: where the answer is known, it costs next to nothing.
 * Implementations must be safe for use by several threads, and wait for no more than a few seconds.
 */
@FunctionalInterface
public interface SchemaReadiness {

    /** Returns how it stands with that tenant's schema. What keeps that from being found out is not thrown: {@link State#UNKNOWN}. */
    State of(Tenant tenant);

    /**
     * Is told which tenants it is going to be asked about one after the other, so that it may find out about all of them together. May
     * wait for that for as long as there is progress, and throws nothing. Unless it is overridden, it does nothing.
     */
    default void prepare(List<Tenant> tenants) {}

    /** Returns the readiness of an application that serves tenants whatever their schemas hold. */
    static SchemaReadiness notRequired() {
        return tenant -> State.CURRENT;
    }

    /** How it stands with a schema. Only those that are current are served. */
    enum State {

        /** It holds all that is expected, and may hold more. */
        CURRENT,

        /** It lacks something. */
        BEHIND,

        /** That could not be found out. */
        UNKNOWN
    }
}
