package io.tenantschemas.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.web.FakeTenants.ACME;
import static io.tenantschemas.web.FakeTenants.GLOBEX;
import static io.tenantschemas.web.FakeTenants.MAIN;
import static io.tenantschemas.web.FakeTenants.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TenantFilterTests {

    private final FakeTenants tenants = new FakeTenants(ACME, GLOBEX, MAIN);

    private final RecordingChain chain = new RecordingChain();

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @AfterEach
    void nothingIsBoundAfterwards() {
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void bindsTheTenantOfTheHost() throws Exception {
        filter().doFilter(requestTo("acme.example.com"), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.to(ACME));
    }

    @Test
    void keepsTheTenantInARequestAttribute() throws Exception {
        MockHttpServletRequest request = requestTo("acme.example.com");
        filter().doFilter(request, response, chain);
        assertThat(request.getAttribute("io.tenantschemas.tenant")).isEqualTo(ACME);
    }

    @Test
    void bindsTheTenantWhoseSchemaIsThePublicOne() throws Exception {
        filter().doFilter(requestTo("main.example.com"), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.to(MAIN));
    }

    @Test
    void bindsTheSharedTablesOnAPublicHostWithoutALookup() throws Exception {
        MockHttpServletRequest request = requestTo("WWW.example.com.");
        filter().doFilter(request, response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.toShared());
        assertThat(request.getAttribute(TenantFilter.TENANT_ATTRIBUTE)).isNull();
        assertThat(tenants.lookups()).isZero();
    }

    @Test
    void bindsATenantThatIsNamedByItsSchema() throws Exception {
        filter(naming("globex"), UnknownTenant.NOT_FOUND).doFilter(requestTo("any.example.com"), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.to(GLOBEX));
    }

    @Test
    void needsNoRowForThePublicSchema() throws Exception {
        TenantAdmission admission = new TenantAdmission(
                naming("public"),
                new FakeTenants(ACME),
                PUBLIC,
                PublicHosts.of(),
                UnknownTenant.NOT_FOUND,
                SchemaReadiness.notRequired());
        filter(admission).doFilter(requestTo("any.example.com"), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.toShared());
    }

    @Test
    void unbindsAfterAnException() {
        FilterChain failing = (request, response) -> {
            assertThat(TenantContext.current()).contains(ACME);
            throw new IllegalStateException("a bug");
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> filter().doFilter(requestTo("acme.example.com"), response, failing))
                .withMessage("a bug");
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void unbindsWhenTheRequestGoesOnAsynchronously() throws Exception {
        MockHttpServletRequest request = requestTo("acme.example.com");
        request.setAsyncSupported(true);
        filter().doFilter(request, response, (req, res) -> req.startAsync());
        assertThat(request.isAsyncStarted()).isTrue();
        assertThat(TenantContext.isBound()).isFalse();
    }

    @Test
    void restoresWhatTheThreadWasBoundToBefore() throws Exception {
        try (TenantScope before = TenantScope.open(TenantBinding.to(GLOBEX))) {
            filter().doFilter(requestTo("acme.example.com"), response, chain);
            assertThat(chain.binding).isEqualTo(TenantBinding.to(ACME));
            assertThat(TenantContext.current()).contains(GLOBEX);
        }
    }

    @Test
    void hidesALeftoverOfTheThreadFromAnIgnoredPath() throws Exception {
        try (TenantScope leftover = TenantScope.open(TenantBinding.to(GLOBEX))) {
            filter().doFilter(requestTo("10.0.0.1", "/livez"), response, chain);
            assertThat(chain.binding.isBound()).isFalse();
        }
    }

    @Test
    void bindsTheSameWhenItStandsTwiceInTheChain() throws Exception {
        TenantFilter filter = filter();
        filter.doFilter(requestTo("acme.example.com"), response, (request, response) -> {
            filter.doFilter(request, response, chain);
            assertThat(TenantContext.current()).contains(ACME);
        });
        assertThat(chain.binding).isEqualTo(TenantBinding.to(ACME));
        assertThat(tenants.lookups()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"ASYNC", "ERROR", "FORWARD", "INCLUDE"})
    void bindsInALaterDispatchWhatWasDecidedInTheFirst(DispatcherType dispatch) throws Exception {
        MockHttpServletRequest request = requestTo("acme.example.com");
        filter().doFilter(request, response, (req, res) -> {});
        request.setDispatcherType(dispatch);
        request.setServerName("globex.example.com");
        ExecutorService otherThread = Executors.newSingleThreadExecutor();
        try {
            otherThread
                    .submit(() -> {
                        filter().doFilter(request, response, chain);
                        return null;
                    })
                    .get();
            assertThat(otherThread.submit(TenantContext::isBound).get()).isFalse();
        } finally {
            otherThread.shutdown();
        }
        assertThat(chain.binding).isEqualTo(TenantBinding.to(ACME));
        assertThat(tenants.lookups()).isOne();
    }

    @Test
    void keepsTheTenantEvenIfItIsSuspendedBeforeTheAsynchronousPartEnds() throws Exception {
        MockHttpServletRequest request = requestTo("acme.example.com");
        filter().doFilter(request, response, (req, res) -> {});
        request.setDispatcherType(DispatcherType.ASYNC);
        TenantFilter withoutAcme = filter(new TenantAdmission(
                new HostTenantRequestResolver(),
                new FakeTenants(),
                PUBLIC,
                PublicHosts.of(),
                UnknownTenant.NOT_FOUND,
                SchemaReadiness.notRequired()));
        withoutAcme.doFilter(request, response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.to(ACME));
    }

    @Test
    void showsTheErrorPageOfARefusedRequestWithNothingBound() throws Exception {
        MockHttpServletRequest request = requestTo("unknown.example.com");
        RejectedRequestHandler asking = (req, res, rejection) -> res.sendError(404);
        TenantFilter filter = new TenantFilter(
                admission(new HostTenantRequestResolver(), UnknownTenant.NOT_FOUND), IgnoredPaths.none(), asking);
        filter.doFilter(request, response, chain);
        assertThat(chain.calls).isZero();
        request.setDispatcherType(DispatcherType.ERROR);
        filter.doFilter(request, response, chain);
        assertThat(chain.calls).isOne();
        assertThat(chain.binding.isBound()).isFalse();
    }

    @Test
    void showsTheErrorPageWithoutAskingAgainWhenDecidingFailed() throws Exception {
        MockHttpServletRequest request = requestTo("acme.example.com");
        TenantFilter filter = filter(
                req -> {
                    throw new IllegalStateException("no database");
                },
                UnknownTenant.NOT_FOUND);
        assertThatIllegalStateException()
                .isThrownBy(() -> filter.doFilter(request, response, chain))
                .withMessage("no database");
        request.setDispatcherType(DispatcherType.ERROR);
        filter.doFilter(request, response, chain);
        assertThat(chain.binding.isBound()).isFalse();
    }

    @Test
    void refusesAnUnknownHost() throws Exception {
        filter().doFilter(requestTo("unknown.example.com"), response, chain);
        assertThat(chain.calls).isZero();
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getErrorMessage()).isNull();
    }

    @Test
    void refusesAMalformedHost() throws Exception {
        filter().doFilter(requestTo("acme..example.com"), response, chain);
        assertThat(chain.calls).isZero();
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(tenants.lookups()).isZero();
    }

    @ParameterizedTest
    @EnumSource(value = TenantStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void refusesATenantThatIsNotInService(TenantStatus status) throws Exception {
        TenantAdmission admission = new TenantAdmission(
                new HostTenantRequestResolver(),
                new FakeTenants(FakeTenants.tenant(1, "acme", status, "acme.example.com")),
                PUBLIC,
                PublicHosts.of(),
                UnknownTenant.PUBLIC,
                SchemaReadiness.notRequired());
        filter(admission).doFilter(requestTo("acme.example.com"), response, chain);
        assertThat(chain.calls).isZero();
        assertThat(response.getStatus()).isGreaterThanOrEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"BEHIND, urn:tenant-schemas:being-updated", "UNKNOWN, urn:tenant-schemas:unavailable"})
    void refusesATenantWhoseSchemaIsNotCurrent(SchemaReadiness.State state, String type) throws Exception {
        filter(admission(tenant -> tenant.equals(ACME) ? state : SchemaReadiness.State.CURRENT))
                .doFilter(requestTo("acme.example.com"), response, chain);
        assertThat(chain.calls).isZero();
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
        assertThat(response.getContentAsString()).contains(type);
        filter(admission(tenant -> tenant.equals(ACME) ? state : SchemaReadiness.State.CURRENT))
                .doFilter(requestTo("globex.example.com"), new MockHttpServletResponse(), chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.to(GLOBEX));
    }

    @ParameterizedTest
    @CsvSource({
        "main.example.com, /products, 1",
        "www.example.com, /products, 1",
        "10.0.0.1, /livez, 1",
        "acme.example.com, /livez, 1",
        "unknown.example.com, /products, 0",
        "suspended.example.com, /products, 0"
    })
    void asksForNobodyButTenantsWhetherTheirSchemasAreCurrent(String host, String path, int served) throws Exception {
        TenantAdmission admission = new TenantAdmission(
                new HostTenantRequestResolver(),
                new FakeTenants(
                        ACME,
                        MAIN,
                        FakeTenants.tenant(4, "suspended", TenantStatus.SUSPENDED, "suspended.example.com")),
                PUBLIC,
                PublicHosts.of("www.example.com"),
                UnknownTenant.NOT_FOUND,
                tenant -> {
                    throw new AssertionError(tenant + " was asked about");
                });
        filter(admission).doFilter(requestTo(host, path), response, chain);
        assertThat(chain.calls).isEqualTo(served);
        assertThat(response.getHeader("Retry-After")).isNull();
    }

    @Test
    void letsARequestGoOnThatWasLetInBeforeTheSchemaFellBehind() throws Exception {
        MockHttpServletRequest request = requestTo("acme.example.com");
        filter().doFilter(request, response, (req, res) -> {});
        request.setDispatcherType(DispatcherType.ASYNC);
        filter(admission(tenant -> SchemaReadiness.State.BEHIND)).doFilter(request, response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.to(ACME));
    }

    @Test
    void letsTheMainSiteServeUnknownHosts() throws Exception {
        filter(new HostTenantRequestResolver(), UnknownTenant.PUBLIC)
                .doFilter(requestTo("unknown.example.com"), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.toShared());
    }

    @Test
    void letsTheMainSiteServeRequestsThatNameNothing() throws Exception {
        filter(request -> Optional.empty(), UnknownTenant.PUBLIC).doFilter(requestTo(""), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.toShared());
    }

    @Test
    void refusesAnUnknownSchemaEvenWhenTheMainSiteServesUnknownHosts() throws Exception {
        filter(naming("unknown"), UnknownTenant.PUBLIC).doFilter(requestTo("any.example.com"), response, chain);
        assertThat(response.getStatus()).isEqualTo(404);
    }

    @Test
    void stillRefusesAMalformedHostWhenTheMainSiteServesUnknownOnes() throws Exception {
        filter(new HostTenantRequestResolver(), UnknownTenant.PUBLIC)
                .doFilter(requestTo("acme..example.com"), response, chain);
        assertThat(response.getStatus()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(UnknownTenant.class)
    void refusesAHostThatCannotBeLookedUp(UnknownTenant unknownTenant) throws Exception {
        tenants.refuseLookups();
        filter(new HostTenantRequestResolver(), unknownTenant)
                .doFilter(requestTo("unknown.example.com"), response, chain);
        assertThat(chain.calls).isZero();
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
    }

    @Test
    void refusesASchemaThatCannotBeLookedUp() throws Exception {
        tenants.refuseLookups();
        filter(naming("unknown"), UnknownTenant.PUBLIC).doFilter(requestTo("any.example.com"), response, chain);
        assertThat(chain.calls).isZero();
        assertThat(response.getStatus()).isEqualTo(503);
    }

    @Test
    void bindsTheSharedTablesOnAPublicHostWhateverCanBeLookedUp() throws Exception {
        tenants.refuseLookups();
        filter().doFilter(requestTo("www.example.com"), response, chain);
        assertThat(chain.binding).isEqualTo(TenantBinding.toShared());
    }

    @Test
    void asksNothingForAnIgnoredPath() throws Exception {
        filter().doFilter(requestTo("10.0.0.1", "/assets/logo.svg"), response, chain);
        assertThat(chain.calls).isOne();
        assertThat(chain.binding.isBound()).isFalse();
        assertThat(tenants.lookups()).isZero();
    }

    @Test
    void doesNotIgnoreOtherPaths() throws Exception {
        filter().doFilter(requestTo("10.0.0.1", "/livezz"), response, chain);
        assertThat(response.getStatus()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../actuator/env",
                "/assets/..;x=1/actuator/env",
                "/assets/%2e%2e/actuator/env",
                "/assets/x%2f../../actuator/env",
                "/assets/./logo.svg"
            })
    void doesNotIgnoreAPathThatLeadsElsewhere(String path) throws Exception {
        filter().doFilter(requestTo("10.0.0.1", path), response, chain);
        assertThat(response.getStatus()).isEqualTo(404);
    }

    @Test
    void ignoresPathsBelowTheContextPath() throws Exception {
        MockHttpServletRequest request = requestTo("10.0.0.1", "/shop/livez");
        request.setContextPath("/shop");
        filter().doFilter(request, response, chain);
        assertThat(chain.calls).isOne();
    }

    @Test
    void passesOnWhatTheRegistryThrows() {
        TenantFilter filter = filter(
                request -> {
                    throw new UnsupportedOperationException("no database");
                },
                UnknownTenant.PUBLIC);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> filter.doFilter(requestTo("acme.example.com"), response, chain));
        assertThat(chain.calls).isZero();
    }

    private TenantFilter filter() {
        return filter(new HostTenantRequestResolver(), UnknownTenant.NOT_FOUND);
    }

    private TenantFilter filter(TenantRequestResolver resolver, UnknownTenant unknownTenant) {
        return filter(admission(resolver, unknownTenant));
    }

    private static TenantFilter filter(TenantAdmission admission) {
        return new TenantFilter(
                admission, new IgnoredPaths(List.of("/livez", "/assets/**")), new ProblemRejectedRequestHandler());
    }

    private TenantAdmission admission(TenantRequestResolver resolver, UnknownTenant unknownTenant) {
        return admission(resolver, unknownTenant, SchemaReadiness.notRequired());
    }

    private TenantAdmission admission(SchemaReadiness readiness) {
        return admission(new HostTenantRequestResolver(), UnknownTenant.NOT_FOUND, readiness);
    }

    private TenantAdmission admission(
            TenantRequestResolver resolver, UnknownTenant unknownTenant, SchemaReadiness readiness) {
        return new TenantAdmission(
                resolver, tenants, PUBLIC, PublicHosts.of("www.example.com"), unknownTenant, readiness);
    }

    private static TenantRequestResolver naming(String schema) {
        return request -> Optional.of(new TenantReference.BySchema(SchemaName.of(schema)));
    }

    private static MockHttpServletRequest requestTo(String host) {
        return requestTo(host, "/products");
    }

    private static MockHttpServletRequest requestTo(String host, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServerName(host);
        return request;
    }

    private static final class RecordingChain implements FilterChain {

        private TenantBinding binding = new TenantBinding.Unbound();

        private int calls;

        @Override
        public void doFilter(ServletRequest request, ServletResponse response) throws IOException, ServletException {
            binding = TenantContext.binding();
            calls++;
        }
    }
}
