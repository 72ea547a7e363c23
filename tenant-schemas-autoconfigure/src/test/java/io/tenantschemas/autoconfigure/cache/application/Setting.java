package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;

/** Is in both places: everybody has one, and tenants have their own. */
@Entity
@Shared
@TenantScoped
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
public class Setting extends Numbered {

    protected Setting() {}

    public Setting(long id, String text) {
        super(id, text);
    }
}
