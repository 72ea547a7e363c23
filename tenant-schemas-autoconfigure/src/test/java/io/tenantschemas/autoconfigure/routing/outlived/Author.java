package io.tenantschemas.autoconfigure.routing.outlived;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
class Author {

    @Id
    private long id;

    private String name;

    @OneToMany(mappedBy = "author")
    private List<Book> books = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected Author() {}

    Author(long id, String name) {
        this.id = id;
        this.name = name;
    }

    String getName() {
        return name;
    }

    List<Book> getBooks() {
        return books;
    }
}
