/**
 * From a request to its tenant. {@link io.tenantschemas.web.TenantFilter} asks a {@link
 * io.tenantschemas.web.TenantRequestResolver} which tenant a request names, binds it for the length of the request, and
 * refuses requests that lead nowhere. {@link io.tenantschemas.web.PublicSite}, {@link io.tenantschemas.web.TenantSite} and
 * {@link io.tenantschemas.web.CurrentTenant} bring the answer into controllers of Spring MVC.
 */
@NullMarked
package io.tenantschemas.web;

import org.jspecify.annotations.NullMarked;
