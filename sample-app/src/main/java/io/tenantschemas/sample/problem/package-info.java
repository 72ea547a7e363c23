/** How bad input is answered: problem details as in RFC 9457 that list the fields. */
@NullMarked
package io.tenantschemas.sample.problem;

import org.jspecify.annotations.NullMarked;
