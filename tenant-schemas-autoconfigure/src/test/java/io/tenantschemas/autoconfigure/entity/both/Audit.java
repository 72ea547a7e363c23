package io.tenantschemas.autoconfigure.entity.both;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;

@Entity
@Shared
@TenantScoped
@EntityListeners(Auditor.class)
public class Audit {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    @Convert(converter = Shouting.class)
    private @Nullable String level;

    @ElementCollection
    private Set<String> labels = new HashSet<>();

    public @Nullable Long getId() {
        return id;
    }

    public @Nullable String getLevel() {
        return level;
    }

    public Set<String> getLabels() {
        return labels;
    }
}
