package io.tenantschemas.benchmarks.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What products are sorted into. */
@Entity
@TenantScoped
@Table(name = "product_categories")
@SuppressWarnings("NullAway.Init") // JPA
class Category {

    @Id
    long id;

    @Column(name = "name")
    String owner;
}
