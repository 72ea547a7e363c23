/**
 * The binding for Micrometer's context propagation, which Reactor uses as well:
 * {@link io.tenantschemas.context.propagation.TenantBindingAccessor} makes it part of each snapshot.
 */
@NullMarked
package io.tenantschemas.context.propagation;

import org.jspecify.annotations.NullMarked;
