package io.tenantschemas.sample.product;

import java.math.BigDecimal;
import java.math.RoundingMode;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.TenantScoped;

/** Something that a shop sells. Each shop has a table of these. */
@Entity
@TenantScoped
@Table(name = "products")
public class Product {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private BigDecimal price;

    @SuppressWarnings("NullAway.Init") // JPA
    protected Product() {}

    /** Creates a product; the price has at most two decimals. */
    public Product(String name, BigDecimal price) {
        this.name = name;
        this.price = price.setScale(2, RoundingMode.UNNECESSARY);
    }

    /** Returns the primary key, or null before the product was saved. */
    public @Nullable Long getId() {
        return id;
    }

    /** Returns the name, which several products may have. */
    public String getName() {
        return name;
    }

    /** Returns the price of one. */
    public BigDecimal getPrice() {
        return price;
    }
}
