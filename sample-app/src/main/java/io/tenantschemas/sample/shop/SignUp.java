package io.tenantschemas.sample.shop;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What somebody fills in to open a shop, checked before it gets here or not at all.
 *
 * @param name what the shop is called by people; several may have the same
 * @param schemaName the name of the schema that the shop gets
 * @param domain the host that leads to the shop
 */
public record SignUp(
        @NotBlank(message = "Give the shop a name.")
        @Size(max = 100, message = "A name has at most 100 characters.")
        @Pattern(regexp = "\\P{Cc}*", message = "A name has no control characters.")
        String name,

        @NotBlank(message = "Give the shop a short name.") @TenantSchemaName
        String schemaName,

        @NotBlank(message = "Give the shop an address.") @TenantDomain
        String domain) {}
