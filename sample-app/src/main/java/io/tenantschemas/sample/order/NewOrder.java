package io.tenantschemas.sample.order;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What somebody wants to order.
 *
 * @param productId the primary key of the product
 * @param quantity how many of it
 */
public record NewOrder(
        @NotNull(message = "Choose a product.") Long productId,

        @NotNull(message = "Say how many.") @Min(value = 1, message = "Order at least one.")
        Integer quantity) {

    /** Returns a form that is not filled in yet. */
    @SuppressWarnings("NullAway") // Validation refuses what is missing, before anything is made of it.
    public static NewOrder blank() {
        return new NewOrder(null, 1);
    }
}
