package io.tenantschemas.isolationcheck.application;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** A tenant. Its stamp cannot be guessed and is another one for each that has ever had its name. */
@Entity
@Shared
public class Client extends AbstractTenant {

    private String stamp;

    @SuppressWarnings("NullAway.Init")
    protected Client() {}

    public Client(String schemaName, String domain, String stamp) {
        super(schemaName, domain);
        this.stamp = stamp;
    }

    public String getStamp() {
        return stamp;
    }
}
