/** What threads do in a randomised run: one class for each thing that applications do, or should not do. */
@NullMarked
package io.tenantschemas.isolationcheck.operation;

import org.jspecify.annotations.NullMarked;
