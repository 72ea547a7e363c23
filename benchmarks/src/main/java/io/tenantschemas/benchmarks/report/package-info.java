/** What is told of a measurement: {@link io.tenantschemas.benchmarks.report.Report} writes numbers, a table and a plot. */
@NullMarked
package io.tenantschemas.benchmarks.report;

import org.jspecify.annotations.NullMarked;
