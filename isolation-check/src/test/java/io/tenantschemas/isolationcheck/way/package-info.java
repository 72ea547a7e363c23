/** Each way to the database by itself: two tenants, one after the other in one session of the server. */
@NullMarked
package io.tenantschemas.isolationcheck.way;

import org.jspecify.annotations.NullMarked;
