package io.tenantschemas.context;

/**
 * What a thread holds open for the tenant that is bound and must not use for another one, such as an open-in-view session.
 */
@FunctionalInterface
public interface HeldResources {

    /**
     * Takes the resources away from the calling thread. Called while no transaction is active.
     *
     * @return an action that gives them back, to be run once, in the same thread
     */
    Runnable setAside();

    /**
     * Takes the resources away from the calling thread, which is about to be bound to {@code to}.
     *
     * @return an action that gives them back, to be run once, in the same thread
     */
    default Runnable setAside(TenantBinding to) {
        return setAside();
    }
}
