/** An application in which users log in at their tenant, with sessions in different stores. */
@NullMarked
package io.tenantschemas.autoconfigure.session;

import org.jspecify.annotations.NullMarked;
