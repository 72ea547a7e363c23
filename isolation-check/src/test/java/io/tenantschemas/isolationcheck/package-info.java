/** Tries to make a row reach the wrong tenant. */
@NullMarked
package io.tenantschemas.isolationcheck;

import org.jspecify.annotations.NullMarked;
