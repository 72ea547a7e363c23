package io.tenantschemas.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.tenantschemas.context.MissingSchema;
import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.tenant.SchemaName;

import static io.tenantschemas.web.FakeTenants.ACME;
import static io.tenantschemas.web.FakeTenants.GLOBEX;
import static io.tenantschemas.web.FakeTenants.MAIN;
import static io.tenantschemas.web.FakeTenants.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** Requests in which the application finds that its tenant has no schema. */
class TenantWithoutSchemaTests {

    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/products");

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    /** What the router throws, in the words of the test. */
    private static final class NoSuchSchema extends RuntimeException implements MissingSchema {

        private static final long serialVersionUID = 1L;

        private final transient SchemaName schema;

        NoSuchSchema(SchemaName schema) {
            super("no schema " + schema);
            this.schema = schema;
        }

        @Override
        public SchemaName schema() {
            return schema;
        }
    }

    @AfterEach
    void nothingIsBoundAfterwards() {
        assertThat(TenantContext.isBound()).isFalse();
    }

    private static TenantFilter filter(RejectedRequestHandler handler) {
        TenantAdmission admission = new TenantAdmission(
                new HostTenantRequestResolver(),
                new FakeTenants(ACME, GLOBEX, MAIN),
                PUBLIC,
                PublicHosts.of("www.example.com"),
                UnknownTenant.NOT_FOUND,
                SchemaReadiness.notRequired());
        return new TenantFilter(admission, new IgnoredPaths(List.of("/livez")), handler);
    }

    private void request(String host, FilterChain chain) throws Exception {
        request.setServerName(host);
        filter(new ProblemRejectedRequestHandler()).doFilter(request, response, chain);
    }

    private static FilterChain failing(Exception failure) {
        return (request, response) -> {
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof ServletException servlet) {
                throw servlet;
            }
            throw (RuntimeException) failure;
        };
    }

    private void assertNotSetUp() throws IOException {
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("60");
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getContentAsString()).contains("urn:tenant-schemas:not-set-up");
    }

    static Stream<Exception> waysToSayThatAcmeHasNone() {
        NoSuchSchema missing = new NoSuchSchema(ACME.schema());
        return Stream.of(
                missing,
                new ServletException("Request processing failed", missing),
                new IOException(missing),
                new ServletException(new IllegalStateException("no transaction", new IllegalStateException(missing))));
    }

    @ParameterizedTest
    @MethodSource("waysToSayThatAcmeHasNone")
    void areAnsweredPolitely(Exception failure) throws Exception {
        request("acme.example.com", failing(failure));
        assertNotSetUp();
        assertThat(request.getAttribute(TenantFilter.TENANT_ATTRIBUTE)).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = DispatcherType.class,
            names = {"ASYNC", "ERROR"})
    void areAnsweredPolitelyInALaterDispatch(DispatcherType dispatch) throws Exception {
        request("acme.example.com", (req, res) -> {});
        request.setDispatcherType(dispatch);
        request("acme.example.com", failing(new NoSuchSchema(ACME.schema())));
        assertNotSetUp();
    }

    @Test
    void keepNothingOfWhatTheApplicationHadWritten() throws Exception {
        request("acme.example.com", (req, res) -> {
            MockHttpServletResponse written = (MockHttpServletResponse) res;
            written.setStatus(206);
            written.setHeader("Content-Encoding", "gzip");
            written.setContentLength(3);
            written.getWriter().print("<p>");
            throw new NoSuchSchema(ACME.schema());
        });
        assertNotSetUp();
        assertThat(response.getContentAsString()).startsWith("{").doesNotContain("<p>");
        assertThat(response.getHeaderNames()).doesNotContain("Content-Encoding");
        assertThat(response.getHeader("Content-Length")).isNull();
    }

    @Test
    void failAsEverOnceTheResponseIsOnItsWay() {
        NoSuchSchema missing = new NoSuchSchema(ACME.schema());
        assertThatException()
                .isThrownBy(() -> request("acme.example.com", (req, res) -> {
                    res.flushBuffer();
                    throw missing;
                }))
                .isSameAs(missing);
        assertThat(response.getStatus()).isEqualTo(200);
    }

    @Test
    void failAsEverWhereAnotherThreadWritesTheResponse() {
        NoSuchSchema missing = new NoSuchSchema(ACME.schema());
        request.setAsyncSupported(true);
        assertThatException()
                .isThrownBy(() -> request("acme.example.com", (req, res) -> {
                    req.startAsync();
                    throw missing;
                }))
                .isSameAs(missing);
        assertThat(response.getStatus()).isEqualTo(200);
    }

    @Test
    void failAsEverWhereAnotherTenantsSchemaIsMissing() {
        NoSuchSchema missing = new NoSuchSchema(GLOBEX.schema());
        assertThatException()
                .isThrownBy(() -> request("acme.example.com", failing(missing)))
                .isSameAs(missing);
    }

    @Test
    void failAsEverOnTheMainSite() {
        NoSuchSchema missing = new NoSuchSchema(ACME.schema());
        assertThatException()
                .isThrownBy(() -> request("www.example.com", failing(missing)))
                .isSameAs(missing);
    }

    @Test
    void failAsEverForOtherReasons() {
        IOException circular = new IOException("a bug");
        circular.initCause(new IllegalStateException(circular));
        assertThatException()
                .isThrownBy(() -> request("acme.example.com", failing(circular)))
                .isSameAs(circular);
    }

    @Test
    void showTheErrorPageThatTheHandlerAsksForWithNothingBound() throws Exception {
        request.setServerName("acme.example.com");
        TenantFilter filter = filter((req, res, rejection) -> {
            assertThat(rejection).isEqualTo(new Rejection.NotSetUp(ACME));
            assertThat(TenantContext.isBound()).isFalse();
            res.sendError(503);
        });
        filter.doFilter(request, response, failing(new NoSuchSchema(ACME.schema())));
        assertThat(response.getStatus()).isEqualTo(503);
        request.setDispatcherType(DispatcherType.ERROR);
        boolean[] shown = {false};
        filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> {
            shown[0] = true;
            assertThat(TenantContext.isBound()).isFalse();
        });
        assertThat(shown[0]).isTrue();
    }
}
