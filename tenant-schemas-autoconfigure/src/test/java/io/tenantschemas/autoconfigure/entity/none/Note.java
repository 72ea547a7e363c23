package io.tenantschemas.autoconfigure.entity.none;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
public class Note {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    public @Nullable Long getId() {
        return id;
    }
}
