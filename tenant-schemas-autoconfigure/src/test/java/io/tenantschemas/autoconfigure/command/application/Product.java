package io.tenantschemas.autoconfigure.command.application;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

@Entity
@TenantScoped
@Table(name = "products")
class Product {

    @Id
    private String name;

    @SuppressWarnings("NullAway.Init")
    protected Product() {}

    Product(String name) {
        this.name = name;
    }

    String getName() {
        return name;
    }
}
