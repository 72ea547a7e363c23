package io.tenantschemas.autoconfigure.entity.both;

import java.util.HashSet;
import java.util.Set;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;

@Entity
@Shared
@TenantScoped
public class Audit {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    @ElementCollection
    private Set<String> labels = new HashSet<>();

    public @Nullable Long getId() {
        return id;
    }

    public Set<String> getLabels() {
        return labels;
    }
}
