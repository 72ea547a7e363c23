package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

@Entity
@Shared
public class Client extends AbstractTenant {

    protected Client() {}

    public Client(String schemaName) {
        super(schemaName, schemaName + ".example.com");
    }
}
