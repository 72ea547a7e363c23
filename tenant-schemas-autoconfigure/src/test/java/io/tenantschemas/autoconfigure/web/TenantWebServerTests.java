package io.tenantschemas.autoconfigure.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.web.RawHttp.Response;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.CachingTenantRegistry;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.web.CurrentTenant;
import io.tenantschemas.web.PublicSite;
import io.tenantschemas.web.TenantSite;
import io.tenantschemas.web.UnknownTenant;

import static org.assertj.core.api.Assertions.assertThat;

class TenantWebServerTests {

    private static final String ACME = "tenant 'acme' (id 1)";

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withConfiguration(AutoConfigurations.of(
                    TenantWebAutoConfiguration.class,
                    TomcatServletWebServerAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    ErrorMvcAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "server.port=0",
                    // One thread, so that each request is served by one that served others before.
                    "server.tomcat.threads.max=1",
                    "tenant-schemas.public-hosts=www.example.com",
                    "tenant-schemas.ignored-paths=/livez");

    @Test
    void findsTheTenantHoweverItsHostIsWritten() {
        List<String> hosts = List.of(
                "acme.example.com",
                "ACME.Example.COM",
                "acme.example.com.",
                "acme.example.com:8080",
                "acme.example.com.:8080",
                "[::1]",
                "[::1]:8080");
        run(http -> assertThat(hosts)
                .allSatisfy(host -> assertThat(http.get(host, "/tenant").body()).isEqualTo("acme")));
    }

    @Test
    void answersAnUnknownHostWithProblemDetails() {
        run(http -> {
            Response response = http.get("unknown.example.com", "/");
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.headers()).containsIgnoringCase("Content-Type: application/problem+json");
            assertThat(response.headers()).containsIgnoringCase("Cache-Control: no-store");
            assertThat(response.body()).contains("\"title\":\"Unknown host\"");
        });
    }

    @Test
    void answersABrowserWithAPage() {
        run(http -> {
            Response response = http.get("unknown.example.com", "/", "Accept: text/html,*/*;q=0.8");
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.headers()).containsIgnoringCase("Content-Type: text/html;charset=UTF-8");
            assertThat(response.body()).contains("<title>Unknown host</title>");
        });
    }

    @Test
    void givesNoBodyToHead() {
        run(http -> {
            Response response = http.request("HEAD", "unknown.example.com", "/");
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body()).isEmpty();
        });
    }

    @Test
    void answersAMalformedHostWithProblemDetails() {
        run(http -> {
            // Tomcat itself answers what is no host by its own rules; they do not include the length of a label.
            Response response = http.get("a".repeat(64) + ".example.com", "/");
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.headers()).containsIgnoringCase("Content-Type: application/problem+json");
            assertThat(response.body()).contains("aaa.example.com");
        });
    }

    @Test
    void refusesAMalformedHostEvenIfTheServerDoesItFirst() {
        List<String> hosts = List.of("acme..example.com", "a b", "<script>", "acme.example.com:port", "[::1");
        run(http -> assertThat(hosts)
                .allSatisfy(
                        host -> assertThat(http.get(host, "/tenant").status()).isEqualTo(400)));
    }

    @Test
    void refusesARequestWithoutAHost() {
        run(http -> assertThat(http.get("", "/tenant").status()).isEqualTo(404));
    }

    @ParameterizedTest
    @EnumSource(UnknownTenant.class)
    void servesTenantsAndRefusesTheRestInAFloodOfUnknownHosts(UnknownTenant unknownTenant) {
        CachingTenantRegistry oneMissPerSecond =
                new CachingTenantRegistry(new FakeTenants(), Duration.ofMinutes(1), 100, 1);
        run(
                contextRunner
                        .withPropertyValues("tenant-schemas.unknown-tenant=" + unknownTenant)
                        .withBean(
                                "limited", TenantRegistry.class, () -> oneMissPerSecond, bean -> bean.setPrimary(true)),
                http -> {
                    assertThat(http.get("acme.example.com", "/tenant").body()).isEqualTo("acme");
                    Response refused = firstRefusal(http);
                    assertThat(refused.headers())
                            .containsIgnoringCase("Retry-After: 1\r\n")
                            .containsIgnoringCase("Content-Type: application/problem+json");
                    assertThat(refused.body()).contains("\"title\":\"Busy\"").doesNotContain("landing");
                    assertThat(http.get("acme.example.com", "/tenant").body()).isEqualTo("acme");
                    // Nobody asked for this one before.
                    assertThat(http.get("globex.example.com", "/tenant").body()).isEqualTo("globex");
                });
    }

    private static Response firstRefusal(RawHttp http) {
        return IntStream.range(0, 100)
                .mapToObj(number -> http.get("random-" + number + ".example.com", "/"))
                .filter(response -> response.status() == 503)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void servesAnIgnoredPathOnAnyHost() {
        run(http -> {
            assertThat(http.get("10.0.0.1", "/livez").body()).isEqualTo("no tenant");
            assertThat(http.get("acme.example.com", "/livez").body()).isEqualTo("no tenant");
        });
    }

    @Test
    void doesNotTrustForwardedHeadersByItself() {
        run(http -> assertThat(http.get("acme.example.com", "/tenant", "X-Forwarded-Host: globex.example.com")
                        .body())
                .isEqualTo("acme"));
    }

    @Test
    void followsForwardedHeadersThatSpringApplies() {
        run(
                contextRunner.withPropertyValues("server.forward-headers-strategy=framework"),
                http -> assertThat(http.get("acme.example.com", "/tenant", "X-Forwarded-Host: globex.example.com")
                                .body())
                        .isEqualTo("globex"));
    }

    @ParameterizedTest
    @CsvSource({"/callable, tenant 'acme' (id 1)", "/deferred, no tenant"})
    void keepsTheTenantInAnAsynchronousDispatch(String path, String work) {
        run(http -> {
            Response response = http.get("acme.example.com", path);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"dispatch\":\"%s\",\"work\":\"%s\"}".formatted(ACME, work));
            assertThat(http.get("globex.example.com", "/tenant").body()).isEqualTo("globex");
        });
    }

    @Test
    void unbindsTheThreadThatRanACallable() {
        contextRunner
                .withPropertyValues("spring.task.execution.pool.core-size=1")
                .run(context -> {
                    RawHttp http =
                            httpFor(context.getSourceApplicationContext(ServletWebServerApplicationContext.class));
                    AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
                    for (String path : new String[] {"/callable", "/late-failure"}) {
                        http.get("acme.example.com", path);
                        assertThat(executor.submit(TenantContext::isBound).get())
                                .isFalse();
                    }
                });
    }

    @Test
    void keepsTheTenantInAnErrorDispatch() {
        run(http -> assertThat(List.of("/failure", "/late-failure", "/missing")).allSatisfy(path -> {
            Response response = http.get("acme.example.com", path);
            assertThat(response.status()).isIn(404, 500);
            assertThat(response.body()).contains("\"bound\":\"%s\"".formatted(ACME));
        }));
    }

    @Test
    void leavesNothingBoundOnAnyThread() {
        contextRunner.run(context -> {
            RawHttp http = httpFor(context.getSourceApplicationContext(ServletWebServerApplicationContext.class));
            for (String path : new String[] {"/tenant", "/callable", "/deferred", "/failure", "/late-failure"}) {
                http.get("acme.example.com", path);
            }
            http.get("unknown.example.com", "/");
            Watcher watcher = context.getBean(Watcher.class);
            assertThat(watcher.seen)
                    .contains("REQUEST unbound", "ASYNC unbound", "ERROR unbound")
                    .allMatch(seen -> seen.endsWith("unbound"));
        });
    }

    @Test
    void servesOnePathFromTwoControllers() {
        run(http -> {
            assertThat(http.get("www.example.com", "/").body()).isEqualTo("landing");
            assertThat(http.get("acme.example.com", "/").body()).isEqualTo("storefront");
        });
    }

    @ParameterizedTest
    @CsvSource({"false, application/json", "true, application/problem+json"})
    void answersTheWrongSiteLikeAnyUnknownPath(boolean problemDetails, String contentType) {
        run(
                contextRunner.withPropertyValues("spring.mvc.problemdetails.enabled=" + problemDetails),
                http -> assertSameAsUnknown(http, contentType));
    }

    @ParameterizedTest
    @CsvSource({"false, application/json", "true, application/problem+json"})
    void keepsTheWrongSiteOutWhenTheApplicationHasAMappingOfItsOwn(boolean problemDetails, String contentType) {
        WebMvcRegistrations own = new WebMvcRegistrations() {

            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new RequestMappingHandlerMapping();
            }
        };
        run(
                contextRunner
                        .withPropertyValues("spring.mvc.problemdetails.enabled=" + problemDetails)
                        .withBean("own", WebMvcRegistrations.class, () -> own),
                http -> {
                    assertThat(http.get("acme.example.com", "/orders").status()).isEqualTo(200);
                    assertSameAsUnknown(http, contentType);
                });
    }

    private static void assertSameAsUnknown(RawHttp http, String contentType) {
        Response wrongSite = http.get("www.example.com", "/orders");
        Response unknown = http.get("www.example.com", "/nobody");
        assertThat(wrongSite.status()).isEqualTo(404);
        assertThat(wrongSite.headers()).containsIgnoringCase("Content-Type: " + contentType);
        assertThat(withoutTimestamp(wrongSite.body()).replace("orders", "nobody"))
                .isEqualTo(withoutTimestamp(unknown.body()));
    }

    private static String withoutTimestamp(String body) {
        return body.replaceFirst("\"timestamp\":\"[^\"]*\"", "");
    }

    private void run(ThrowingTest test) {
        run(contextRunner, test);
    }

    private static void run(WebApplicationContextRunner runner, ThrowingTest test) {
        runner.run(context ->
                test.run(httpFor(context.getSourceApplicationContext(ServletWebServerApplicationContext.class))));
    }

    private static RawHttp httpFor(ServletWebServerApplicationContext context) {
        return new RawHttp(Objects.requireNonNull(context.getWebServer()).getPort());
    }

    private interface ThrowingTest {

        void run(RawHttp http) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Orders.class, Pages.class})
    static class Application {

        @Bean
        TenantRegistry tenantRegistry() {
            return new FakeTenants();
        }

        @Bean
        PublicSchema publicSchema() {
            return new PublicSchema(SchemaName.of("public"));
        }

        @Bean
        @ConditionalOnMissingBean(name = "own")
        Landing landing() {
            return new Landing();
        }

        @Bean
        @ConditionalOnMissingBean(name = "own")
        Storefront storefront() {
            return new Storefront();
        }

        @Bean
        DefaultErrorAttributes errorAttributes() {
            return new DefaultErrorAttributes() {

                @Override
                public Map<String, @Nullable Object> getErrorAttributes(
                        WebRequest request, ErrorAttributeOptions options) {
                    Map<String, @Nullable Object> attributes = super.getErrorAttributes(request, options);
                    attributes.put("bound", TenantContext.binding().describe());
                    return attributes;
                }
            };
        }

        @Bean
        Watcher watcher() {
            return new Watcher();
        }

        @Bean
        FilterRegistrationBean<Watcher> watcherRegistration(Watcher watcher) {
            FilterRegistrationBean<Watcher> registration = new FilterRegistrationBean<>(watcher);
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
            registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
            return registration;
        }
    }

    /** Stands around the tenant filter and looks at the thread before and after it. */
    static final class Watcher implements Filter {

        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            look(request);
            try {
                chain.doFilter(request, response);
            } finally {
                look(request);
            }
        }

        private void look(ServletRequest request) {
            seen.add(request.getDispatcherType() + (TenantContext.isBound() ? " bound" : " unbound"));
        }
    }

    @PublicSite
    @RestController
    static class Landing {

        @GetMapping("/")
        String landing() {
            return "landing";
        }
    }

    @TenantSite
    @RestController
    static class Storefront {

        @GetMapping("/")
        String storefront() {
            return "storefront";
        }
    }

    @TenantSite
    @RestController
    static class Orders {

        @GetMapping("/orders")
        String orders() {
            return "orders";
        }
    }

    @RestController
    static class Pages {

        @GetMapping("/tenant")
        String tenant(@CurrentTenant Tenant tenant) {
            return tenant.schema().value();
        }

        @GetMapping("/livez")
        String livez() {
            return TenantContext.binding().describe();
        }

        @GetMapping("/callable")
        Callable<Late> callable() {
            return Late::new;
        }

        @GetMapping("/deferred")
        DeferredResult<Late> deferred() {
            DeferredResult<Late> result = new DeferredResult<>();
            ForkJoinPool.commonPool().execute(() -> result.setResult(new Late()));
            return result;
        }

        @GetMapping("/failure")
        String failure() {
            throw new IllegalStateException("a bug");
        }

        @GetMapping("/late-failure")
        Callable<Late> lateFailure() {
            return () -> {
                throw new IllegalStateException("a bug");
            };
        }
    }

    /** Is read when the response is written, which is in the asynchronous dispatch. */
    @JsonPropertyOrder({"dispatch", "work"})
    static final class Late {

        private final String work = TenantContext.binding().describe();

        public String getWork() {
            return work;
        }

        public String getDispatch() {
            return TenantContext.binding().describe();
        }
    }
}
