/** Configures how nodes hear of each other's changes of tenants. */
@NullMarked
package io.tenantschemas.autoconfigure.registry;

import org.jspecify.annotations.NullMarked;
