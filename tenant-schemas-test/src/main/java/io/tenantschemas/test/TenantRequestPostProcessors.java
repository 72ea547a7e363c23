package io.tenantschemas.test;

import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.util.Assert;

/**
 * Sends {@code MockMvc} requests to a tenant:
 *
 * <pre>{@code
 * mockMvc.perform(get("/api/products").with(tenantHost("acme.localhost")))
 * }</pre>
 */
public final class TenantRequestPostProcessors {

    private TenantRequestPostProcessors() {}

    /**
     * Returns what sends a request to that host, in place of {@code localhost}.
     *
     * @param host the host, with or without a port, as in a {@code Host} header. Not checked: what the application does with
     *     a malformed one can be tested too
     */
    public static RequestPostProcessor tenantHost(String host) {
        Assert.notNull(host, "'host' must not be null");
        return request -> {
            request.removeHeader(HttpHeaders.HOST);
            // The mock reads server name and port from this header, as servers do.
            request.addHeader(HttpHeaders.HOST, host);
            return request;
        };
    }
}
