package io.tenantschemas.autoconfigure.type.application;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
public class Item {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name;

    @SuppressWarnings("NullAway.Init") // JPA
    protected Item() {}

    public Item(String name) {
        this.name = name;
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getName() {
        return name;
    }
}
