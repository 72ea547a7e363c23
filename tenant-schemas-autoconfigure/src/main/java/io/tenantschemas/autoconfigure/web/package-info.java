/**
 * Requests of a servlet application: {@link io.tenantschemas.autoconfigure.web.TenantWebAutoConfiguration} puts the tenant
 * filter ahead of all that opens a session, and teaches Spring MVC the annotations of controllers.
 */
@NullMarked
package io.tenantschemas.autoconfigure.web;

import org.jspecify.annotations.NullMarked;
