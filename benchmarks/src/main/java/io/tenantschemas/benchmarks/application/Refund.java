package io.tenantschemas.benchmarks.application;

import java.math.BigDecimal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What was paid back. */
@Entity
@TenantScoped
@Table(name = "refunds")
@SuppressWarnings("NullAway.Init") // JPA
class Refund {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Payment payment;

    @Column(name = "reason")
    String owner;

    BigDecimal amount;
}
