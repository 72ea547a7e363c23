/** Processes that are started for a measurement and end with it: {@link io.tenantschemas.benchmarks.process.JavaProcess}. */
@NullMarked
package io.tenantschemas.benchmarks.process;

import org.jspecify.annotations.NullMarked;
