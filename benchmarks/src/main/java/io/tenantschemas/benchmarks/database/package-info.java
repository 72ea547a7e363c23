/** The data: {@link io.tenantschemas.benchmarks.database.ShopDatabase} has a schema with the shop's tables for each tenant. */
@NullMarked
package io.tenantschemas.benchmarks.database;

import org.jspecify.annotations.NullMarked;
