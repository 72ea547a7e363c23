/** The ways in which a Spring application reaches data, each by itself. */
@NullMarked
package io.tenantschemas.isolationcheck.access;

import org.jspecify.annotations.NullMarked;
