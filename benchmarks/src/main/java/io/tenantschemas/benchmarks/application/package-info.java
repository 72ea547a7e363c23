/** The shop that is measured: {@link io.tenantschemas.benchmarks.application.OrderPage} reads a page in one transaction of five queries. */
@NullMarked
package io.tenantschemas.benchmarks.application;

import org.jspecify.annotations.NullMarked;
