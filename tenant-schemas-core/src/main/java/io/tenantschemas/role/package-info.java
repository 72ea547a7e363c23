/**
 * Roles of the database server, one for each tenant, to which its schema belongs and as which its statements run:
 * {@link io.tenantschemas.role.TenantRoles}. So PostgreSQL itself refuses another tenant's tables, also to SQL that names their
 * schema.
 */
@NullMarked
package io.tenantschemas.role;

import org.jspecify.annotations.NullMarked;
