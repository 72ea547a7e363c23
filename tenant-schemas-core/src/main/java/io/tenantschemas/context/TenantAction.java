package io.tenantschemas.context;

/**
 * Work for a tenant that has no result.
 *
 * @param <E> the type of the checked exception that the work may throw, inferred as {@link RuntimeException} for none
 */
@FunctionalInterface
public interface TenantAction<E extends Exception> {

    /** Does the work. */
    void execute() throws E;
}
