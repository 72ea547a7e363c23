@NullMarked
package io.tenantschemas.provision;

import org.jspecify.annotations.NullMarked;
