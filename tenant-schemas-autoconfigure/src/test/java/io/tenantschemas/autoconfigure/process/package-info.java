/** Applications as processes of their own, and what makes them start fast. */
@NullMarked
package io.tenantschemas.autoconfigure.process;

import org.jspecify.annotations.NullMarked;
