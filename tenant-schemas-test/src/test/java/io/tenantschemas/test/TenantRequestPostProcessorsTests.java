package io.tenantschemas.test;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import static io.tenantschemas.test.TenantRequestPostProcessors.tenantHost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

class TenantRequestPostProcessorsTests {

    @Test
    void setsTheHost() {
        MockHttpServletRequest request = requestTo("acme.localhost");

        assertThat(request.getServerName()).isEqualTo("acme.localhost");
        assertThat(request.getHeader("Host")).isEqualTo("acme.localhost");
        assertThat(request.getRequestURL()).hasToString("http://acme.localhost/api/products");
    }

    @Test
    void setsThePort() {
        MockHttpServletRequest request = requestTo("acme.localhost:8080");

        assertThat(request.getServerName()).isEqualTo("acme.localhost");
        assertThat(request.getServerPort()).isEqualTo(8080);
    }

    @Test
    void replacesAHostThatWasSetBefore() {
        MockHttpServletRequest request =
                built(get("/").header("Host", "globex.localhost").with(tenantHost("acme.localhost")));

        assertThat(request.getServerName()).isEqualTo("acme.localhost");
    }

    private static MockHttpServletRequest requestTo(String host) {
        return built(get("/api/products").with(tenantHost(host)));
    }

    private static MockHttpServletRequest built(MockHttpServletRequestBuilder builder) {
        return builder.postProcessRequest(builder.buildRequest(new MockServletContext()));
    }
}
