package io.tenantschemas.autoconfigure.entity.two;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

@Entity
@Shared
public class Company extends AbstractTenant {

    protected Company() {}

    public Company(String schemaName, String domain) {
        super(schemaName, domain);
    }
}
