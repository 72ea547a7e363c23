/** Who is measured: the shop in each way to keep tenants apart, {@link io.tenantschemas.benchmarks.rival.RivalMain} starts one. */
@NullMarked
package io.tenantschemas.benchmarks.rival;

import org.jspecify.annotations.NullMarked;
