package io.tenantschemas.benchmarks.application;

import java.math.BigDecimal;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What was paid. */
@Entity
@TenantScoped
@Table(name = "payments")
@SuppressWarnings("NullAway.Init") // JPA
class Payment {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Order order;

    @Column(name = "method")
    String owner;

    BigDecimal amount;

    @OneToMany(mappedBy = "payment")
    Set<Refund> refunds;
}
