/**
 * What must be in the database: which tenants there are, which rows are each one's, and which of them may or may not have
 * been committed. Kept in memory, beside the application and without its help.
 */
@NullMarked
package io.tenantschemas.isolationcheck.model;

import org.jspecify.annotations.NullMarked;
