@NullMarked
package io.tenantschemas.routing.hibernate;

import org.jspecify.annotations.NullMarked;
