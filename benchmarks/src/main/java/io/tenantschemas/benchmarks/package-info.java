/**
 * Measures the library beside its rivals: {@link io.tenantschemas.benchmarks.BenchmarksCommand} has commands for throughput,
 * for the memory of PostgreSQL's processes, for migrating, for start-up and for what needs no database.
 */
@NullMarked
package io.tenantschemas.benchmarks;

import org.jspecify.annotations.NullMarked;
