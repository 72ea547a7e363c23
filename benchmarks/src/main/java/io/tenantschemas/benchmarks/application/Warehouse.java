package io.tenantschemas.benchmarks.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** Where it is sent from. */
@Entity
@TenantScoped
@Table(name = "warehouses")
@SuppressWarnings("NullAway.Init") // JPA
class Warehouse {

    @Id
    long id;

    @Column(name = "name")
    String owner;

    String code;
}
