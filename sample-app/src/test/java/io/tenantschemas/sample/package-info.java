/** Tests of the sample, from single rules to the packaged application. */
@NullMarked
package io.tenantschemas.sample;

import org.jspecify.annotations.NullMarked;
