package io.tenantschemas.autoconfigure.entity.unmarked;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

@Entity
public class Note {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    public @Nullable Long getId() {
        return id;
    }
}
