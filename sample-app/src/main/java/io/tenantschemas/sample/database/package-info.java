/** Where the platform's data is: a given server, or the PostgreSQL that the application brings along. */
@NullMarked
package io.tenantschemas.sample.database;

import org.jspecify.annotations.NullMarked;
