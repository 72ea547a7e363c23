/**
 * What goes along when work changes threads, and what runs for each tenant:
 * {@link io.tenantschemas.autoconfigure.context.TenantPropagationAutoConfiguration} sees to executors, schedulers, and the
 * methods that Spring runs in them.
 */
@NullMarked
package io.tenantschemas.autoconfigure.context;

import org.jspecify.annotations.NullMarked;
