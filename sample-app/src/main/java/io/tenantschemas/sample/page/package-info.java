/** The pages. The main site and the shops each have their own at the same path. */
@NullMarked
package io.tenantschemas.sample.page;

import org.jspecify.annotations.NullMarked;
