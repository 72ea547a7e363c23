/**
 * The randomised run: threads that do at random what applications do and what they should not, while tenants come, go and
 * change their names, and make sure all the time that nobody meets anything of anybody else.
 */
@NullMarked
package io.tenantschemas.isolationcheck.run;

import org.jspecify.annotations.NullMarked;
