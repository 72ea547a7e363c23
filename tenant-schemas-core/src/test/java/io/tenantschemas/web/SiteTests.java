package io.tenantschemas.web;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;
import io.tenantschemas.tenant.UnknownTypeException;

import static io.tenantschemas.web.FakeTenants.ACME;
import static io.tenantschemas.web.FakeTenants.MAIN;
import static io.tenantschemas.web.FakeTenants.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SiteTests {

    private static final String SHARED_HOST = "www.example.com";

    private static final String MAIN_HOST = "main.example.com";

    private static final String TENANT_HOST = "acme.example.com";

    @Test
    void servesOnePathFromTwoControllers() {
        MockMvcTester mvc = Enforcement.MAPPING.mvc(new Landing(), new Storefront());
        assertThat(get(mvc, SHARED_HOST, "/")).hasStatusOk().hasBodyTextEqualTo("landing");
        assertThat(get(mvc, MAIN_HOST, "/")).hasStatusOk().hasBodyTextEqualTo("landing");
        assertThat(get(mvc, TENANT_HOST, "/")).hasStatusOk().hasBodyTextEqualTo("storefront");
    }

    @ParameterizedTest
    @EnumSource
    void knowsNoPathOfTheOtherSite(Enforcement enforcement) {
        assertThat(get(enforcement.mvc(new Landing()), TENANT_HOST, "/")).hasStatus(404);
        assertThat(get(enforcement.mvc(new Storefront()), SHARED_HOST, "/")).hasStatus(404);
        assertThat(get(enforcement.mvc(new Storefront()), MAIN_HOST, "/")).hasStatus(404);
    }

    @ParameterizedTest
    @EnumSource
    void servesAnUnmarkedControllerOnBothSites(Enforcement enforcement) {
        MockMvcTester mvc = enforcement.mvc(new Everywhere());
        assertThat(get(mvc, SHARED_HOST, "/about")).hasStatusOk();
        assertThat(get(mvc, TENANT_HOST, "/about")).hasStatusOk();
    }

    @ParameterizedTest
    @EnumSource
    void prefersTheAnnotationOfTheMethod(Enforcement enforcement) {
        MockMvcTester mvc = enforcement.mvc(new Everywhere());
        assertThat(get(mvc, SHARED_HOST, "/staff")).hasStatus(404);
        assertThat(get(mvc, TENANT_HOST, "/staff")).hasStatusOk();
        MockMvcTester landing = enforcement.mvc(new Landing());
        assertThat(get(landing, TENANT_HOST, "/exception")).hasStatusOk();
        assertThat(get(landing, SHARED_HOST, "/exception")).hasStatus(404);
    }

    @ParameterizedTest
    @EnumSource
    void readsMetaAnnotationsSuperclassesAndInterfaces(Enforcement enforcement) {
        MockMvcTester mvc = enforcement.mvc(new Marked(), new Inheriting(), new Implementing());
        for (String path : new String[] {"/marked", "/inheriting", "/implementing"}) {
            assertThat(get(mvc, SHARED_HOST, path)).hasStatusOk();
            assertThat(get(mvc, TENANT_HOST, path)).hasStatus(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesNeitherSiteOnAnIgnoredPath(Enforcement enforcement) {
        MockMvcTester mvc = enforcement.mvc(new Ignored());
        assertThat(get(mvc, SHARED_HOST, "/ignored/public")).hasStatus(404);
        assertThat(get(mvc, TENANT_HOST, "/ignored/tenant")).hasStatus(404);
        assertThat(get(mvc, TENANT_HOST, "/ignored/any")).hasStatusOk();
    }

    @Test
    void prefersAControllerForOneSiteToOneForBoth() {
        MockMvcTester mvc = Enforcement.MAPPING.mvc(new Storefront(), new Fallback());
        assertThat(get(mvc, TENANT_HOST, "/")).hasBodyTextEqualTo("storefront");
        assertThat(get(mvc, SHARED_HOST, "/")).hasBodyTextEqualTo("fallback");
    }

    @Test
    void prefersTheMoreParticularControllerWhateverTheOthersAskFor() {
        MockMvcTester mvc = Enforcement.MAPPING.mvc(new Particular(), new Premium(), new Storefront());
        assertThat(get(mvc, SHARED_HOST, "/")).hasBodyTextEqualTo("text");
        assertThat(get(mvc, TENANT_HOST, "/")).hasBodyTextEqualTo("storefront");
        assertThat(get(mvc, "premium.example.com", "/")).hasBodyTextEqualTo("premium");
        assertThat(get(mvc, "premium.example.com", "/?debug")).hasBodyTextEqualTo("premium");
        assertThat(mvc.get().uri("http://premium.example.com/").accept("text/plain"))
                .hasBodyTextEqualTo("premium");
        assertThat(mvc.head().uri("http://premium.example.com/")).hasHeader("X-Site", "premium");
        // Spring MVC puts whoever answers HEAD by himself before all else.
        assertThat(mvc.head().uri("http://premium.example.com/charts")).hasHeader("X-Site", "all");
        assertThat(get(mvc, SHARED_HOST, "/?debug")).hasBodyTextEqualTo("debug");
        // Another path is more particular than a host.
        assertThat(get(mvc, "premium.example.com", "/charts/of-all")).hasBodyTextEqualTo("of all");
        assertThat(get(mvc, "premium.example.com", "/charts/x")).hasBodyTextEqualTo("chart");
    }

    @Test
    void servesOnePathFromAControllerForEachType() {
        MockMvcTester mvc = Enforcement.MAPPING.mvc(new Storefront(), new Premium(), new Basic(), new Landing());
        assertThat(get(mvc, "premium.example.com", "/")).hasBodyTextEqualTo("premium");
        assertThat(get(mvc, "basic.example.com", "/")).hasBodyTextEqualTo("basic");
        assertThat(get(mvc, TENANT_HOST, "/")).hasBodyTextEqualTo("storefront");
        assertThat(get(mvc, SHARED_HOST, "/")).hasBodyTextEqualTo("landing");
    }

    @ParameterizedTest
    @EnumSource
    void knowsNoPathOfAnotherType(Enforcement enforcement) {
        MockMvcTester mvc = enforcement.mvc(new Premium());
        for (String path : new String[] {"/", "/charts"}) {
            assertThat(get(mvc, "premium.example.com", path)).hasStatusOk();
            for (String host : new String[] {"basic.example.com", TENANT_HOST, SHARED_HOST, MAIN_HOST}) {
                assertThat(get(mvc, host, path)).hasStatus(404);
            }
        }
    }

    @Test
    void doesNotTellByTheMethodThatThePathExistsForAnotherType() {
        MockMvcTester mvc = Enforcement.MAPPING.mvc(new Premium());
        assertThat(mvc.post().uri("http://basic.example.com/charts")).hasStatus(404);
        assertThat(mvc.post().uri("http://premium.example.com/charts")).hasStatus(405);
    }

    @Test
    void refusesTwoControllersForOnePathAndTypeAtStartup() {
        assertThatThrownBy(() -> Enforcement.MAPPING.mvc(new Premium(), new PremiumToo()))
                .isInstanceOf(AmbiguousSiteException.class)
                .hasMessageContaining("Premium.premium(")
                .hasMessageContaining("PremiumToo.alsoPremium()");
    }

    @Test
    void refusesATypeThatThereIsNot() throws NoSuchMethodException {
        HandlerMethod premium = new HandlerMethod(new Premium(), Premium.class.getDeclaredMethod("charts"));
        new SiteInterceptor(PUBLIC, Set.of(TypeName.of("premium"))).check(premium);
        assertThatThrownBy(() -> new SiteInterceptor(PUBLIC, Set.of(TypeName.of("gold"))).check(premium))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageContaining("Premium#charts")
                .hasMessageContaining("There are: gold.");
    }

    @Test
    void doesNotTellByTheMethodThatThePathExistsOnTheOtherSite() {
        MockMvcTester mvc = Enforcement.MAPPING.mvc(new Everywhere());
        assertThat(mvc.get().uri("http://" + SHARED_HOST + "/orders")).hasStatus(404);
        assertThat(mvc.options().uri("http://" + SHARED_HOST + "/orders")).hasStatus(404);
        assertThat(mvc.get().uri("http://" + TENANT_HOST + "/orders")).hasStatus(405);
    }

    @Test
    void prefersAControllerForOneSiteBesideConditionsOfTheApplicationsOwn() {
        MockMvcTester mvc = mvc(WithConditions::new, new Fallback(), new Storefront());
        assertThat(mvc.get().uri("http://" + TENANT_HOST + "/").header("X-Beta", "yes"))
                .hasBodyTextEqualTo("storefront");
    }

    @Test
    void keepsAConditionOfTheApplicationsOwn() {
        MockMvcTester mvc = mvc(WithConditions::new, new Landing(), new Storefront(), new Everywhere());
        assertThat(mvc.get().uri("http://" + TENANT_HOST + "/")).hasStatus(404);
        assertThat(mvc.get().uri("http://" + TENANT_HOST + "/").header("X-Beta", "yes"))
                .hasStatusOk()
                .hasBodyTextEqualTo("storefront");
        assertThat(mvc.get().uri("http://" + SHARED_HOST + "/").header("X-Beta", "yes"))
                .hasBodyTextEqualTo("landing");
    }

    @Test
    void refusesBothAnnotationsOnOneClassAtStartup() {
        assertThatThrownBy(() -> Enforcement.MAPPING.mvc(new Torn()))
                .hasRootCauseInstanceOf(AmbiguousSiteException.class)
                .rootCause()
                .hasMessageContaining("Torn")
                .hasMessageContaining("@PublicSite and @TenantSite");
    }

    @Test
    void refusesBothAnnotationsOnOneMethodAtStartup() {
        assertThatThrownBy(() -> Enforcement.MAPPING.mvc(new TornMethod()))
                .rootCause()
                .isInstanceOf(AmbiguousSiteException.class)
                .hasMessageContaining("TornMethod.torn()");
    }

    private static MvcTestResult get(MockMvcTester mvc, String host, String path) {
        return mvc.get().uri("http://" + host + path).exchange();
    }

    private static MockMvcTester mvc(Supplier<RequestMappingHandlerMapping> mapping, Object... controllers) {
        MockMvc mvc = MockMvcBuilders.standaloneSetup(controllers)
                .setCustomHandlerMapping(mapping)
                .addInterceptors(new SiteInterceptor(PUBLIC))
                .addFilters(filter())
                .build();
        return MockMvcTester.create(mvc);
    }

    private static Tenant ofType(String type, long id) {
        return new Tenant(
                id,
                SchemaName.of(type),
                TenantStatus.ACTIVE,
                List.of(new Domain(HostName.of(type + ".example.com"), true)),
                Optional.of(TypeName.of(type)));
    }

    static TenantFilter filter() {
        TenantAdmission admission = new TenantAdmission(
                new HostTenantRequestResolver(),
                new FakeTenants(ACME, MAIN, ofType("premium", 13), ofType("basic", 14)),
                PUBLIC,
                PublicHosts.of(SHARED_HOST),
                UnknownTenant.NOT_FOUND,
                SchemaReadiness.notRequired());
        return new TenantFilter(
                admission, new IgnoredPaths(List.of("/ignored/*")), new ProblemRejectedRequestHandler());
    }

    /** What keeps a controller from the wrong site. */
    enum Enforcement {
        /** The library's mapping. */
        MAPPING {
            @Override
            MockMvcTester mvc(Object... controllers) {
                return SiteTests.mvc(() -> new SiteRequestMappingHandlerMapping(PUBLIC), controllers);
            }
        },

        /** The interceptor alone, beside a mapping that knows nothing of sites. */
        INTERCEPTOR {
            @Override
            MockMvcTester mvc(Object... controllers) {
                return SiteTests.mvc(RequestMappingHandlerMapping::new, controllers);
            }
        };

        abstract MockMvcTester mvc(Object... controllers);
    }

    @RestController
    @PublicSite
    static class Landing {

        @GetMapping("/")
        String landing() {
            return "landing";
        }

        @TenantSite
        @GetMapping("/exception")
        String exception() {
            return "exception";
        }
    }

    @RestController
    @TenantSite
    @RequestMapping("/")
    static class Storefront {

        @GetMapping
        String storefront() {
            return "storefront";
        }
    }

    @RestController
    @TenantSite(types = "PREMIUM")
    static class Premium {

        @GetMapping("/")
        String premium(HttpServletResponse response) {
            response.setHeader("X-Site", "premium");
            return "premium";
        }

        @GetMapping("/charts")
        String charts() {
            return "charts";
        }

        @GetMapping("/charts/{name}")
        String chart() {
            return "chart";
        }
    }

    @RestController
    @TenantSite(types = {"gold", "premium"})
    static class PremiumToo {

        @GetMapping("/")
        String alsoPremium() {
            return "premium too";
        }
    }

    @RestController
    static class Basic {

        @TenantSite(types = "basic")
        @GetMapping("/")
        String basic() {
            return "basic";
        }
    }

    @RestController
    static class Fallback {

        @GetMapping("/")
        String fallback() {
            return "fallback";
        }
    }

    /** For all hosts, and particular about everything else. */
    @RestController
    static class Particular {

        @GetMapping(path = "/", produces = "text/plain")
        String text() {
            return "text";
        }

        @GetMapping(path = "/", params = "debug")
        String debug() {
            return "debug";
        }

        @GetMapping("/charts/of-all")
        String ofAll() {
            return "of all";
        }

        @RequestMapping(path = "/charts", method = RequestMethod.HEAD)
        void head(HttpServletResponse response) {
            response.setHeader("X-Site", "all");
        }
    }

    @RestController
    static class Everywhere {

        @GetMapping("/about")
        String about() {
            return "about";
        }

        @TenantSite
        @GetMapping("/staff")
        String staff() {
            return "staff";
        }

        @TenantSite
        @PostMapping("/orders")
        String order() {
            return "order";
        }
    }

    @RestController
    @RequestMapping("/ignored")
    static class Ignored {

        @PublicSite
        @GetMapping("/public")
        String onPublic() {
            return "public";
        }

        @TenantSite
        @GetMapping("/tenant")
        String onTenant() {
            return "tenant";
        }

        @GetMapping("/any")
        String anywhere() {
            assertThat(TenantContext.isBound()).isFalse();
            return "any";
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @PublicSite
    @interface Marketing {}

    @RestController
    @Marketing
    static class Marked {

        @GetMapping("/marked")
        String marked() {
            return "marked";
        }
    }

    @PublicSite
    abstract static class Base {}

    @RestController
    static class Inheriting extends Base {

        @GetMapping("/inheriting")
        String inheriting() {
            return "inheriting";
        }
    }

    interface Contract {

        @PublicSite
        String implementing();
    }

    @RestController
    static class Implementing implements Contract {

        @Override
        @GetMapping("/implementing")
        public String implementing() {
            return "implementing";
        }
    }

    @RestController
    @PublicSite
    @TenantSite
    static class Torn {

        @GetMapping("/torn")
        String torn() {
            return "torn";
        }
    }

    @RestController
    static class TornMethod {

        @Marketing
        @TenantSite
        @GetMapping("/torn")
        String torn() {
            return "torn";
        }
    }

    private static final class WithConditions extends SiteRequestMappingHandlerMapping {

        private WithConditions() {
            super(PUBLIC);
        }

        @Override
        protected RequestCondition<?> getCustomMethodCondition(Method method) {
            return new BetaCondition();
        }
    }

    private static final class BetaCondition implements RequestCondition<BetaCondition> {

        @Override
        public BetaCondition combine(BetaCondition other) {
            return this;
        }

        @Override
        public @Nullable BetaCondition getMatchingCondition(HttpServletRequest request) {
            return request.getHeader("X-Beta") == null ? null : this;
        }

        @Override
        public int compareTo(BetaCondition other, HttpServletRequest request) {
            return 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof BetaCondition;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }
}
