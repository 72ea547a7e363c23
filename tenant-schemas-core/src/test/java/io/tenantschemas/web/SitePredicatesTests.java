package io.tenantschemas.web;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

import static io.tenantschemas.web.FakeTenants.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SitePredicatesTests {

    private static final String SHARED_HOST = "www.example.com";

    private static final String MAIN_HOST = "main.example.com";

    private static final String TENANT_HOST = "acme.example.com";

    private final SitePredicates sites =
            new SitePredicates(PUBLIC, Set.of(TypeName.of("premium"), TypeName.of("basic")));

    @Test
    void routesOnePathByTheHost() {
        MockMvcTester mvc = mvc(RouterFunctions.route()
                .GET("/", sites.publicSite(), saying("landing"))
                .GET("/", sites.tenantSite("Premium"), saying("premium"))
                .GET("/", sites.tenantSite(), saying("storefront"))
                .build());
        assertThat(get(mvc, SHARED_HOST, "/")).hasBodyTextEqualTo("landing");
        assertThat(get(mvc, MAIN_HOST, "/")).hasBodyTextEqualTo("landing");
        assertThat(get(mvc, "premium.example.com", "/")).hasBodyTextEqualTo("premium");
        assertThat(get(mvc, "basic.example.com", "/")).hasBodyTextEqualTo("storefront");
        assertThat(get(mvc, TENANT_HOST, "/")).hasBodyTextEqualTo("storefront");
    }

    @Test
    void knowsNoRouteOfAnotherSiteNorAnyOfOneWhereNoTenantIsAskedFor() {
        MockMvcTester mvc = mvc(RouterFunctions.route()
                .GET("/public", sites.publicSite(), saying("public"))
                .GET("/tenant", sites.tenantSite(), saying("tenant"))
                .GET("/premium", sites.tenantSite("premium"), saying("premium"))
                .GET("/ignored/public", sites.publicSite(), saying("public"))
                .GET("/ignored/tenant", sites.tenantSite(), saying("tenant"))
                .build());
        assertThat(get(mvc, TENANT_HOST, "/public")).hasStatus(404);
        assertThat(get(mvc, SHARED_HOST, "/tenant")).hasStatus(404);
        assertThat(get(mvc, MAIN_HOST, "/tenant")).hasStatus(404);
        assertThat(get(mvc, "basic.example.com", "/premium")).hasStatus(404);
        assertThat(get(mvc, SHARED_HOST, "/ignored/public")).hasStatus(404);
        assertThat(get(mvc, TENANT_HOST, "/ignored/tenant")).hasStatus(404);
    }

    @Test
    void refusesATypeThatThereIsNot() {
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> sites.tenantSite("premium", "gold"))
                .withMessageContaining("functional route")
                .withMessageContaining("'gold'")
                .withMessageContaining("There are: basic, premium.");
    }

    @Test
    void keepsMarkedRoutesToTheirSite() throws NoSuchMethodException {
        MockMvcTester mvc = mvc(
                marked(TenantRoutes.class, "premium"),
                marked(TenantRoutes.class, "ofAll"),
                marked(TenantRoutes.class, "landing"),
                sites.onTheirSite(new MarkedRoutes(), null));
        assertThat(get(mvc, "premium.example.com", "/")).hasBodyTextEqualTo("premium");
        assertThat(get(mvc, TENANT_HOST, "/")).hasBodyTextEqualTo("of all");
        assertThat(get(mvc, SHARED_HOST, "/")).hasBodyTextEqualTo("landing");
        assertThat(get(mvc, SHARED_HOST, "/marked")).hasBodyTextEqualTo("marked");
        assertThat(get(mvc, TENANT_HOST, "/marked")).hasStatus(404);
    }

    @Test
    void leavesUnmarkedRoutesAsTheyAre() throws NoSuchMethodException {
        RouterFunction<ServerResponse> routes = new UnmarkedRoutes().everywhere();
        assertThat(sites.onTheirSite(routes, UnmarkedRoutes.class.getDeclaredMethod("everywhere")))
                .isSameAs(routes);
        assertThat(sites.onTheirSite(routes, null)).isSameAs(routes);
    }

    @Test
    void refusesMarksThatCannotBeMeant() throws NoSuchMethodException {
        Method torn = UnmarkedRoutes.class.getDeclaredMethod("torn");
        RouterFunction<ServerResponse> routes = new UnmarkedRoutes().everywhere();
        assertThatExceptionOfType(AmbiguousSiteException.class)
                .isThrownBy(() -> sites.onTheirSite(routes, torn))
                .withMessageContaining("torn()");
        Method gold = UnmarkedRoutes.class.getDeclaredMethod("gold");
        assertThatExceptionOfType(UnknownTypeException.class)
                .isThrownBy(() -> sites.onTheirSite(routes, gold))
                .withMessageContaining("gold()");
    }

    @Test
    void keepsHandlersOfAMarkedClassFromTheOtherSite() {
        assertThat(isServed(SHARED_HOST, new Terms())).isTrue();
        assertThat(isServed(TENANT_HOST, new Terms())).isFalse();
        assertThat(isServed(TENANT_HOST, new Imprint())).isTrue();
    }

    private static boolean isServed(String host, HttpRequestHandler handler) {
        SiteInterceptor interceptor = new SiteInterceptor(PUBLIC);
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/terms");
        request.setServerName(host);
        boolean[] served = new boolean[1];
        try {
            SiteTests.filter()
                    .doFilter(
                            request,
                            new MockHttpServletResponse(),
                            (its, response) -> served[0] = passes(interceptor, request, handler));
        } catch (IOException | ServletException failure) {
            throw new AssertionError(failure);
        }
        return served[0];
    }

    private static boolean passes(SiteInterceptor interceptor, HttpServletRequest request, HttpRequestHandler handler) {
        try {
            return interceptor.preHandle(request, new MockHttpServletResponse(), handler);
        } catch (NoResourceFoundException nothingHere) {
            return false;
        }
    }

    private RouterFunction<ServerResponse> marked(Class<? extends Routes> type, String method)
            throws NoSuchMethodException {
        return sites.onTheirSite(
                RouterFunctions.route()
                        .GET("/", saying(method.equals("ofAll") ? "of all" : method))
                        .build(),
                type.getDeclaredMethod(method));
    }

    private static MvcTestResult get(MockMvcTester mvc, String host, String path) {
        return mvc.get().uri("http://" + host + path).exchange();
    }

    private static MockMvcTester mvc(RouterFunction<?>... routes) {
        return MockMvcTester.create(MockMvcBuilders.routerFunctions(routes)
                .addFilters(SiteTests.filter())
                .build());
    }

    private static HandlerFunction<ServerResponse> saying(String text) {
        return request -> ServerResponse.ok().body(text);
    }

    interface Routes {}

    @TenantSite
    static final class TenantRoutes implements Routes {

        @TenantSite(types = "premium")
        void premium() {}

        void ofAll() {}

        @PublicSite
        void landing() {}
    }

    static final class UnmarkedRoutes implements Routes {

        RouterFunction<ServerResponse> everywhere() {
            return RouterFunctions.route().GET("/", saying("everywhere")).build();
        }

        @PublicSite
        @TenantSite
        void torn() {}

        @TenantSite(types = "gold")
        void gold() {}
    }

    @PublicSite
    static final class MarkedRoutes implements RouterFunction<ServerResponse> {

        @Override
        public Optional<HandlerFunction<ServerResponse>> route(ServerRequest request) {
            return request.path().equals("/marked") ? Optional.of(saying("marked")) : Optional.empty();
        }
    }

    @PublicSite
    static final class Terms implements HttpRequestHandler {

        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) {}
    }

    static final class Imprint implements HttpRequestHandler {

        @Override
        public void handleRequest(HttpServletRequest request, HttpServletResponse response) {}
    }
}
