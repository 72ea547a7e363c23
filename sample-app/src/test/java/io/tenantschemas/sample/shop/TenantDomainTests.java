package io.tenantschemas.sample.shop;

import java.util.Set;

import jakarta.validation.ConstraintValidatorContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantDomainTests {

    private final TenantDomain.Check check = new TenantDomain.Check(Set.of("localhost", "127.0.0.1"));

    @ParameterizedTest
    @ValueSource(strings = {"acme.localhost", "ACME.example.com", "acme", "bücher.example"})
    void takesNamesOfHosts(String domain) {
        assertThat(isValid(domain)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://acme.localhost", "acme.localhost:8080", "acme corp", "-acme.localhost", "acme/shop"})
    void refusesWhatIsNoHost(String domain) {
        assertThat(isValid(domain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST.", "127.0.0.1"})
    void refusesTheHostsOfTheMainSite(String domain) {
        assertThat(isValid(domain)).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void leavesAnEmptyValueToOthers(@Nullable String domain) {
        assertThat(isValid(domain)).isTrue();
    }

    @SuppressWarnings("NullAway") // The context is not used.
    private boolean isValid(@Nullable String domain) {
        return check.isValid(domain, (ConstraintValidatorContext) null);
    }
}
