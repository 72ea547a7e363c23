/** Requests: {@link io.tenantschemas.benchmarks.load.Load} sends them one after the other on each connection and reads each answer. */
@NullMarked
package io.tenantschemas.benchmarks.load;

import org.jspecify.annotations.NullMarked;
