package io.tenantschemas.autoconfigure.routing.outlived;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
class Book {

    @Id
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    private Author author;

    private String title;

    @SuppressWarnings("NullAway.Init")
    protected Book() {}

    Book(long id, Author author, String title) {
        this.id = id;
        this.author = author;
        this.title = title;
    }

    Author getAuthor() {
        return author;
    }

    String getTitle() {
        return title;
    }
}
