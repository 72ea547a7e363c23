package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

@Entity
@Shared
public class Client extends AbstractTenant {

    protected Client() {}

    public Client(String schemaName) {
        this(schemaName, schemaName + ".example.com");
    }

    public Client(String schemaName, String domain) {
        super(schemaName, domain);
    }
}
