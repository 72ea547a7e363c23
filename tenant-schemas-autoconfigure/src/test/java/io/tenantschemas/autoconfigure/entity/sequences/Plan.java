package io.tenantschemas.autoconfigure.entity.sequences;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.Shared;

@Entity
@Shared
public class Plan {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    public @Nullable Long getId() {
        return id;
    }
}
