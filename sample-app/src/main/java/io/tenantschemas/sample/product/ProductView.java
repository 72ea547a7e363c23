package io.tenantschemas.sample.product;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A product as the outside sees it.
 *
 * @param id the primary key
 * @param name the name of the product
 * @param price the price of one
 */
record ProductView(@Nullable Long id, String name, BigDecimal price) {

    static ProductView of(Product product) {
        return new ProductView(product.getId(), product.getName(), product.getPrice());
    }
}
