package io.tenantschemas.sample.shop;

import jakarta.validation.ConstraintValidatorContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantSchemaNameTests {

    private final TenantSchemaName.Check check = new TenantSchemaName.Check();

    @ParameterizedTest
    @ValueSource(strings = {"acme", "_acme", "acme_2"})
    void takesNamesOfSchemas(String name) {
        assertThat(isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "pg_acme", "information_schema", "Acme", "2acme", "acme corp", "ümlaut"})
    void refusesReservedAndMalformedNames(String name) {
        assertThat(isValid(name)).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void leavesAnEmptyValueToOthers(@Nullable String name) {
        assertThat(isValid(name)).isTrue();
    }

    @SuppressWarnings("NullAway") // The context is not used.
    private boolean isValid(@Nullable String name) {
        return check.isValid(name, (ConstraintValidatorContext) null);
    }
}
