package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
public class Nonstrict extends Numbered {

    protected Nonstrict() {}

    public Nonstrict(long id, String text) {
        super(id, text);
    }
}
