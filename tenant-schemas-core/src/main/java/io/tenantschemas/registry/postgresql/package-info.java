/**
 * How a node hears of what others did to tenants: over a connection of its own that listens to PostgreSQL's notifications
 * ({@link io.tenantschemas.registry.postgresql.TenantChangeReceiver}).
 */
@NullMarked
package io.tenantschemas.registry.postgresql;

import org.jspecify.annotations.NullMarked;
