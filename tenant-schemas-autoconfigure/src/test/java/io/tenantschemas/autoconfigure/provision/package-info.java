@NullMarked
package io.tenantschemas.autoconfigure.provision;

import org.jspecify.annotations.NullMarked;
