package io.tenantschemas.benchmarks.application;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** A part of an order that was sent. */
@Entity
@TenantScoped
@Table(name = "shipment_items")
@SuppressWarnings("NullAway.Init") // JPA
class ShipmentItem {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Shipment shipment;

    int quantity;
}
