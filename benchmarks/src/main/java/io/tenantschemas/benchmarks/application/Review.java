package io.tenantschemas.benchmarks.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What a customer thinks of a product. */
@Entity
@TenantScoped
@Table(name = "reviews")
@SuppressWarnings("NullAway.Init") // JPA
class Review {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Product product;

    @ManyToOne(fetch = FetchType.LAZY)
    Customer customer;

    short rating;

    @Column(name = "body")
    String owner;
}
