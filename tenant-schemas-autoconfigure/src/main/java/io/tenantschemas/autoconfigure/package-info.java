/**
 * Tenant Schemas in a Spring Boot application: the settings and what all parts of the auto-configuration share, such as the
 * {@link io.tenantschemas.autoconfigure.PublicSchema}.
 */
@NullMarked
package io.tenantschemas.autoconfigure;

import org.jspecify.annotations.NullMarked;
