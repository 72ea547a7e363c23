/**
 * Measures the library beside its rivals: {@link io.tenantschemas.benchmarks.BenchmarksCommand} has a command for throughput,
 * one for the memory of PostgreSQL's processes and one for what needs no database.
 */
@NullMarked
package io.tenantschemas.benchmarks;

import org.jspecify.annotations.NullMarked;
