/**
 * A small shop platform. On the main site one signs up and a shop opens; each shop has a host of its own, and behind it a
 * schema of its own with products and orders.
 */
@NullMarked
package io.tenantschemas.sample;

import org.jspecify.annotations.NullMarked;
