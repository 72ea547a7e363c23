package io.tenantschemas.sample.product;

import java.math.BigDecimal;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What a shop wants to sell.
 *
 * @param name the name of the product
 * @param price the price of one
 */
public record NewProduct(
        @NotBlank(message = "Give the product a name.")
        @Size(max = 100, message = "A name has at most 100 characters.")
        @Pattern(regexp = "\\P{Cc}*", message = "A name has no control characters.")
        String name,

        @NotNull(message = "Give a price.")
        @DecimalMin(value = "0", message = "A price is not negative.")
        @Digits(integer = 10, fraction = 2, message = "A price has at most two decimals, and ten digits before them.")
        BigDecimal price) {

    /** Returns a form that is not filled in yet. */
    @SuppressWarnings("NullAway") // Validation refuses what is missing, before anything is made of it.
    public static NewProduct blank() {
        return new NewProduct("", null);
    }

    /** Returns the product, not saved yet. */
    public Product toProduct() {
        return new Product(name, price);
    }
}
