package io.tenantschemas.web;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostTenantRequestResolverTests {

    private final TenantRequestResolver resolver = new HostTenantRequestResolver();

    @ParameterizedTest
    @CsvSource({
        "acme.example.com, acme.example.com",
        "ACME.Example.COM, acme.example.com",
        "acme.example.com., acme.example.com",
        "[::1], [::1]",
        "::1, [::1]",
        "bücher.example.com, xn--bcher-kva.example.com"
    })
    void readsTheHostOfTheRequest(String serverName, String host) {
        assertThat(resolver.resolve(requestTo(serverName))).contains(new TenantReference.ByHost(HostName.of(host)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme_.-", "acme..example.com", "-", "acme<script>", "[nonsense]", "."})
    void refusesAMalformedHost(String serverName) {
        assertThatExceptionOfType(InvalidHostException.class).isThrownBy(() -> resolver.resolve(requestTo(serverName)));
    }

    @Test
    void findsNothingWithoutAHost() {
        assertThat(resolver.resolve(requestTo(""))).isEmpty();
    }

    @Test
    void doesNotReadForwardedHeaders() {
        MockHttpServletRequest request = requestTo("acme.example.com");
        request.addHeader("X-Forwarded-Host", "globex.example.com");
        request.addHeader("Forwarded", "host=globex.example.com");
        assertThat(resolver.resolve(request)).contains(new TenantReference.ByHost(HostName.of("acme.example.com")));
    }

    @Test
    void asksTheNextResolverWhenItFindsNothing() {
        TenantReference acme = new TenantReference.BySchema(SchemaName.of("acme"));
        TenantRequestResolver chain = resolver.orElse(request -> Optional.of(acme));
        assertThat(chain.resolve(requestTo(""))).contains(acme);
        assertThat(chain.resolve(requestTo("globex.example.com")))
                .contains(new TenantReference.ByHost(HostName.of("globex.example.com")));
    }

    private static MockHttpServletRequest requestTo(String serverName) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setServerName(serverName);
        return request;
    }
}
