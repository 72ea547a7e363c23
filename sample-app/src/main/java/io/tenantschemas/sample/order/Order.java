package io.tenantschemas.sample.order;

import java.math.BigDecimal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.sample.product.Product;

/** An order of one product. Each shop has a table of these. */
@Entity
@TenantScoped
@Table(name = "orders")
public class Order {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Product product;

    @Column(nullable = false)
    private int quantity;

    @SuppressWarnings("NullAway.Init") // JPA
    protected Order() {}

    /** Creates an order of a product of the same shop. */
    public Order(Product product, int quantity) {
        this.product = product;
        this.quantity = quantity;
    }

    /** Returns the primary key, or null before the order was saved. */
    public @Nullable Long getId() {
        return id;
    }

    /** Returns what is ordered. */
    public Product getProduct() {
        return product;
    }

    /** Returns how many are ordered. */
    public int getQuantity() {
        return quantity;
    }

    /** Returns the price of all of them. */
    public BigDecimal getTotal() {
        return product.getPrice().multiply(BigDecimal.valueOf(quantity));
    }
}
