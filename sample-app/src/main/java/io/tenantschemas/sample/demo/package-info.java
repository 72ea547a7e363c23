/** Two shops to look at, opened on the first start. Nothing else needs this package. */
@NullMarked
package io.tenantschemas.sample.demo;

import org.jspecify.annotations.NullMarked;
