package io.tenantschemas.test.application;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** The tenant model. */
@Entity
@Shared
public class Client extends AbstractTenant {

    protected Client() {}

    /** Creates a client that is yet to be saved. */
    public Client(String schemaName, String domain) {
        super(schemaName, domain);
    }
}
