package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

@Entity
@Shared
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@NaturalIdCache
@SuppressWarnings("NullAway.Init")
public class Client extends AbstractTenant {

    @NaturalId
    private String code;

    protected Client() {}

    public Client(String schemaName) {
        this(schemaName, schemaName + ".example.com");
    }

    public Client(String schemaName, String domain) {
        super(schemaName, domain);
        this.code = domain;
    }

    public String getCode() {
        return code;
    }
}
