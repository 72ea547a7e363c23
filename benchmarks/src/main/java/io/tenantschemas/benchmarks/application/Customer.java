package io.tenantschemas.benchmarks.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** Who buys. */
@Entity
@TenantScoped
@Table(name = "customers")
@SuppressWarnings("NullAway.Init") // JPA
class Customer {

    @Id
    long id;

    @Column(name = "name")
    String owner;

    String email;
}
