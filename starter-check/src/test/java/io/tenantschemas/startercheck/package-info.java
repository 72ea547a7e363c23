/** An application that has only the starter and the driver: {@link io.tenantschemas.startercheck.StandaloneApplicationIT}. */
@NullMarked
package io.tenantschemas.startercheck;

import org.jspecify.annotations.NullMarked;
