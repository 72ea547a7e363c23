package io.tenantschemas.autoconfigure.cache.application;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

/** Something with a number that is given by whoever makes it, and a text. */
@MappedSuperclass
@SuppressWarnings("NullAway.Init")
public abstract class Numbered {

    @Id
    private long id;

    private String text;

    protected Numbered() {}

    protected Numbered(long id, String text) {
        this.id = id;
        this.text = text;
    }

    public long getId() {
        return id;
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text;
    }
}
