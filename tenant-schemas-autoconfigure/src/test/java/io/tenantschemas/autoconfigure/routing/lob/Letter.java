package io.tenantschemas.autoconfigure.routing.lob;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
class Letter {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Lob
    private String text;

    @SuppressWarnings("NullAway.Init")
    protected Letter() {}

    Letter(String text) {
        this.text = text;
    }

    @Nullable
    Long getId() {
        return id;
    }

    String getText() {
        return text;
    }
}
