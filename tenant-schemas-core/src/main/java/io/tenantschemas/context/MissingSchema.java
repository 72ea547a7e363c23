package io.tenantschemas.context;

import io.tenantschemas.tenant.SchemaName;

/**
 * What an exception is that says that work could not be done, because a schema is not there or may not be used. Nothing was read
 * from any other schema instead.
 */
public interface MissingSchema {

    /** Returns the schema. */
    SchemaName schema();
}
