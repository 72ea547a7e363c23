package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.Immutable;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
@Immutable
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_ONLY)
public class ReadOnly extends Numbered {

    protected ReadOnly() {}

    public ReadOnly(long id, String text) {
        super(id, text);
    }
}
