/** Each way to the database by itself: two tenants, one after the other on a pool of one connection. */
@NullMarked
package io.tenantschemas.isolationcheck.way;

import org.jspecify.annotations.NullMarked;
