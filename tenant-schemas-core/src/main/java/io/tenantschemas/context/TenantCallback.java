package io.tenantschemas.context;

import org.jspecify.annotations.Nullable;

/**
 * Work for a tenant that has a result.
 *
 * @param <T> the type of the result
 * @param <E> the type of the checked exception that the work may throw, inferred as {@link RuntimeException} for none
 */
@FunctionalInterface
public interface TenantCallback<T extends @Nullable Object, E extends Exception> {

    /** Does the work. */
    T execute() throws E;
}
