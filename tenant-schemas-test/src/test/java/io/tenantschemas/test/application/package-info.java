/** A small application, to be tested: {@link io.tenantschemas.test.application.NotesApplication}. */
@NullMarked
package io.tenantschemas.test.application;

import org.jspecify.annotations.NullMarked;
