/** The application whose data must not leak: tenants, their entries, and a table that all share. */
@NullMarked
package io.tenantschemas.isolationcheck.application;

import org.jspecify.annotations.NullMarked;
