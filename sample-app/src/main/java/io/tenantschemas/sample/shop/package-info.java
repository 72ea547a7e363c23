/** Shops, which are the tenants: {@link io.tenantschemas.sample.shop.Shop}, and how one is opened. */
@NullMarked
package io.tenantschemas.sample.shop;

import org.jspecify.annotations.NullMarked;
