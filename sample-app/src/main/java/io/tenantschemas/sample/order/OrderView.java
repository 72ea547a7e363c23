package io.tenantschemas.sample.order;

import org.jspecify.annotations.Nullable;

/**
 * An order as the outside sees it.
 *
 * @param id the primary key
 * @param productId the primary key of the product
 * @param quantity how many of it
 */
record OrderView(@Nullable Long id, @Nullable Long productId, int quantity) {

    static OrderView of(Order order) {
        return new OrderView(order.getId(), order.getProduct().getId(), order.getQuantity());
    }
}
