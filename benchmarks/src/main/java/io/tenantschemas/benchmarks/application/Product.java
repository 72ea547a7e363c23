package io.tenantschemas.benchmarks.application;

import java.math.BigDecimal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What is sold. */
@Entity
@TenantScoped
@Table(name = "products")
@SuppressWarnings("NullAway.Init") // JPA
class Product {

    @Id
    long id;

    @Column(name = "name")
    String owner;

    BigDecimal price;

    @ManyToOne(fetch = FetchType.LAZY)
    Category category;
}
