/**
 * The life of a tenant's schema. Saving a tenant makes its schema within the saving transaction
 * ({@link io.tenantschemas.provision.SchemaProvisioner}), and {@link io.tenantschemas.provision.TenantInitializer}s fill it;
 * what has happened is published after commit.
 */
@NullMarked
package io.tenantschemas.provision;

import org.jspecify.annotations.NullMarked;
