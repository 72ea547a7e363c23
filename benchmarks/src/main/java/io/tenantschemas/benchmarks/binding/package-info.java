/** What needs no database: {@link io.tenantschemas.benchmarks.binding.Binding} resolves a host and binds its tenant. */
@NullMarked
package io.tenantschemas.benchmarks.binding;

import org.jspecify.annotations.NullMarked;
