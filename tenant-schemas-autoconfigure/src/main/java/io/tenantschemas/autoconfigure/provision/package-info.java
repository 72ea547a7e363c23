/** Provisioning in a Spring Boot application: what has to be there so that saving a tenant makes its schema. */
@NullMarked
package io.tenantschemas.autoconfigure.provision;

import org.jspecify.annotations.NullMarked;
