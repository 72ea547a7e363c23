/** The README and the pages below {@code docs}, held to the code that they show and to the settings that there are. */
@NullMarked
package io.tenantschemas.documentation;

import org.jspecify.annotations.NullMarked;
