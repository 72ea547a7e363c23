package io.tenantschemas.test.application;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

/** What a client has noted. */
@Entity
@TenantScoped
public class Note {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String text;

    @SuppressWarnings("NullAway.Init") // JPA
    protected Note() {}

    /** Creates a note that is yet to be saved. */
    public Note(String text) {
        this.text = text;
    }

    /** Returns what is noted. */
    public String getText() {
        return text;
    }
}
