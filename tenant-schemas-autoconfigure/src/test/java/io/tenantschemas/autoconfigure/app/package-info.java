/** A small application with tenants, for tests: the one of the documentation. */
@NullMarked
package io.tenantschemas.autoconfigure.app;

import org.jspecify.annotations.NullMarked;
