package io.tenantschemas.autoconfigure;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * The schema that holds the shared tables, as a bean.
 *
 * @param name its name
 */
public record PublicSchema(SchemaName name) {

    /** Checks that there is a name. */
    public PublicSchema {
        Assert.notNull(name, "'name' must not be null");
    }
}
