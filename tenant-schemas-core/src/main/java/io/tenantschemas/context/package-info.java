/**
 * Which tenant the calling thread works for. {@link io.tenantschemas.context.TenantContext} reads it and
 * {@link io.tenantschemas.context.TenantTemplate} runs work for a tenant; both know nothing of requests or connections,
 * which follow what is bound here.
 */
@NullMarked
package io.tenantschemas.context;

import org.jspecify.annotations.NullMarked;
