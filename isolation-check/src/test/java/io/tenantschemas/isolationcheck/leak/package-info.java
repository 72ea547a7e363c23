/**
 * Leaks to be planted, each a mistake that libraries have made. They break an application of the test from outside; nothing of
 * the library is changed for them.
 */
@NullMarked
package io.tenantschemas.isolationcheck.leak;

import org.jspecify.annotations.NullMarked;
