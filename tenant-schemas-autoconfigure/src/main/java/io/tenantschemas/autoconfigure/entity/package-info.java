/** The application's entities: which of them is the tenant model, and whether tables and mapping fit together. */
@NullMarked
package io.tenantschemas.autoconfigure.entity;

import org.jspecify.annotations.NullMarked;
