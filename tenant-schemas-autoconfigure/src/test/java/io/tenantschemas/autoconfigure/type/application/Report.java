package io.tenantschemas.autoconfigure.type.application;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

// tag::report[]
@Entity
@TenantScoped(types = "premium")
public class Report {

    @Id
    @GeneratedValue
    private @Nullable Long id;

    @ManyToOne
    private @Nullable Item item;

    private String title;
    // end::report[]

    @SuppressWarnings("NullAway.Init") // JPA
    protected Report() {}

    public Report(String title) {
        this.title = title;
    }

    public @Nullable Long getId() {
        return id;
    }

    public @Nullable Item getItem() {
        return item;
    }

    public String getTitle() {
        return title;
    }
}
