@NullMarked
package io.tenantschemas.autoconfigure.provision.again;

import org.jspecify.annotations.NullMarked;
