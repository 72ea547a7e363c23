/** An application with a second-level cache, for tests. */
@NullMarked
package io.tenantschemas.autoconfigure.cache.application;

import org.jspecify.annotations.NullMarked;
