package io.tenantschemas.benchmarks.application;

import java.util.Set;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;

import io.tenantschemas.entity.TenantScoped;

/** What was sent. */
@Entity
@TenantScoped
@Table(name = "shipments")
@SuppressWarnings("NullAway.Init") // JPA
class Shipment {

    @Id
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    Order order;

    @ManyToOne(fetch = FetchType.LAZY)
    Warehouse warehouse;

    String tracking;

    @OneToMany(mappedBy = "shipment")
    Set<ShipmentItem> items;
}
