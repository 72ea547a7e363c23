/**
 * Support for the tests of an application: {@link io.tenantschemas.test.WithTenant} binds a tenant for a test, and
 * {@link io.tenantschemas.test.TenantRequestPostProcessors} send {@code MockMvc} requests to a tenant's host.
 */
@NullMarked
package io.tenantschemas.test;

import org.jspecify.annotations.NullMarked;
