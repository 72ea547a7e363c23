/** Measuring: {@link io.tenantschemas.benchmarks.measure.Measurement} lets contestants take turns under the same load. */
@NullMarked
package io.tenantschemas.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
