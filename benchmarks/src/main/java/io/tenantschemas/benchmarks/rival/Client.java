package io.tenantschemas.benchmarks.rival;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** A tenant. Only the library knows it. */
@Entity
@Shared
public class Client extends AbstractTenant {

    protected Client() {}

    /** Creates a tenant that is yet to be saved. */
    public Client(String schemaName, String domain) {
        super(schemaName, domain);
    }
}
