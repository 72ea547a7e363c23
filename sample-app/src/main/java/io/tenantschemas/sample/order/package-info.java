/** What customers of a shop want: {@link io.tenantschemas.sample.order.Order}. */
@NullMarked
package io.tenantschemas.sample.order;

import org.jspecify.annotations.NullMarked;
