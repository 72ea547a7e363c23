package io.tenantschemas.benchmarks.application;

import java.math.BigDecimal;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** A line of an order. */
@Entity
@TenantScoped
@Table(name = "order_items")
@SuppressWarnings("NullAway.Init") // JPA
class OrderItem {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Order order;

    @ManyToOne(fetch = FetchType.LAZY)
    Product product;

    int quantity;

    BigDecimal unitPrice;
}
