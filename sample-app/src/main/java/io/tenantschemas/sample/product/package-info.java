/** What a shop sells: {@link io.tenantschemas.sample.product.Product}. */
@NullMarked
package io.tenantschemas.sample.product;

import org.jspecify.annotations.NullMarked;
