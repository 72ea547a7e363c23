package io.tenantschemas.autoconfigure.cache.application;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

import io.tenantschemas.entity.Shared;

@Entity
@Shared
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@NaturalIdCache
@SuppressWarnings("NullAway.Init")
public class Country {

    @Id
    private long id;

    @NaturalId
    private String code;

    private String name;

    @ElementCollection
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    private Set<String> labels = new HashSet<>();

    protected Country() {}

    public Country(long id, String code, String name) {
        this.id = id;
        this.code = code;
        this.name = name;
        labels.add(name);
    }

    public long getId() {
        return id;
    }

    public String getCode() {
        return code;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public Set<String> getLabels() {
        return labels;
    }
}
