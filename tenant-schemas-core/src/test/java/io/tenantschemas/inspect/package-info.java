@NullMarked
package io.tenantschemas.inspect;

import org.jspecify.annotations.NullMarked;
