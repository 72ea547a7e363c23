package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.TRANSACTIONAL)
public class Transactional extends Numbered {

    protected Transactional() {}

    public Transactional(long id, String text) {
        super(id, text);
    }
}
