/**
 * Starting an application of many tenants: {@link io.tenantschemas.benchmarks.startup.StartupMeasurement} does that again and
 * again.
 */
@NullMarked
package io.tenantschemas.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
