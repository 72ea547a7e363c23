package io.tenantschemas.autoconfigure.app;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
public class Note {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String text;

    @SuppressWarnings("NullAway.Init")
    protected Note() {}

    public Note(String text) {
        this.text = text;
    }

    public @Nullable Long getId() {
        return id;
    }

    public String getText() {
        return text;
    }
}
