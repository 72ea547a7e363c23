package io.tenantschemas.benchmarks.application;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What was bought at once. */
@Entity
@TenantScoped
@Table(name = "orders")
@SuppressWarnings("NullAway.Init") // JPA
class Order {

    @Id
    long id;

    String number;

    String status;

    BigDecimal total;

    @ManyToOne(fetch = FetchType.LAZY)
    Customer customer;

    @ManyToOne(fetch = FetchType.LAZY)
    Address shipTo;
}
