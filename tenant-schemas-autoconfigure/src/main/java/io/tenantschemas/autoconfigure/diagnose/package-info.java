/** What the person at the console reads when an application with Tenant Schemas does not start: the mistake and the ways out. */
@NullMarked
package io.tenantschemas.autoconfigure.diagnose;

import org.jspecify.annotations.NullMarked;
