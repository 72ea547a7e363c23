/** Inspection in a Spring Boot application: what has to be there so that schemas can be looked at. */
@NullMarked
package io.tenantschemas.autoconfigure.inspect;

import org.jspecify.annotations.NullMarked;
