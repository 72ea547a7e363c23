package io.tenantschemas.autoconfigure.cache.application;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@NaturalIdCache
@SuppressWarnings("NullAway.Init")
public class Note extends Numbered {

    @NaturalId
    private String code;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    private Set<String> tags = new HashSet<>();

    protected Note() {}

    public Note(long id, String code, String text) {
        super(id, text);
        this.code = code;
        tags.add(text);
    }

    public String getCode() {
        return code;
    }

    public Set<String> getTags() {
        return tags;
    }
}
