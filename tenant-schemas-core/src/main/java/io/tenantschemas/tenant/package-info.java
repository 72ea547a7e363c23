/**
 * What a tenant is: a {@link io.tenantschemas.tenant.Tenant}, its {@link io.tenantschemas.tenant.SchemaName} and the
 * {@link io.tenantschemas.tenant.HostName}s that lead to it. Values that cannot be wrong and that know nothing of
 * databases, threads or requests.
 */
@NullMarked
package io.tenantschemas.tenant;

import org.jspecify.annotations.NullMarked;
