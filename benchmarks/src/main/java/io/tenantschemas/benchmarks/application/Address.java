package io.tenantschemas.benchmarks.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** Where it is sent to. */
@Entity
@TenantScoped
@Table(name = "addresses")
@SuppressWarnings("NullAway.Init") // JPA
class Address {

    @Id
    long id;

    @Column(name = "city")
    String owner;

    String street;
}
