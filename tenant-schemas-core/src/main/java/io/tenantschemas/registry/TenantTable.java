package io.tenantschemas.registry;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Where tenants are stored: a table in the public schema with the columns {@code id}, {@code schema_name} and {@code
 * status}, and beside it the table {@code tenant_domain}.
 *
 * @param publicSchema the schema that holds the shared tables
 * @param name the name of the table, as it stands in PostgreSQL's catalogue
 */
public record TenantTable(SchemaName publicSchema, String name) {

    /** The table that holds the hosts of all tenants. */
    public static final String DOMAIN_TABLE = "tenant_domain";

    /** Checks that nothing is missing. */
    public TenantTable {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.hasText(name, "'name' must not be empty");
    }

    /** Returns the tenants' table as it is written into SQL, qualified and quoted. */
    public String qualified() {
        return publicSchema.qualify(name);
    }

    /** Returns the table of hosts as it is written into SQL, qualified and quoted. */
    public String qualifiedDomains() {
        return publicSchema.qualify(DOMAIN_TABLE);
    }
}
