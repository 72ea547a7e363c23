package io.tenantschemas.autoconfigure.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.ServerPortInfoApplicationContextInitializer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.autoconfigure.web.RawHttp.Response;
import io.tenantschemas.registry.TenantRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class HiddenEndpointServerTests {

    private static final String TENANT = "acme.example.com";

    private static final String MAIN = "www.example.com";

    private static final String[] SECURITY = {
        "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration"
    };

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withInitializer(new ServerPortInfoApplicationContextInitializer())
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    WithoutDatabase.exclude(SECURITY),
                    "server.port=0",
                    "tenant-schemas.public-hosts=www.example.com",
                    "management.endpoints.web.exposure.include=*",
                    "management.endpoint.health.probes.enabled=false",
                    "management.endpoints.web.cors.allowed-origins=https://console.example.com",
                    "management.endpoint.health.group.live.include=ping",
                    "management.endpoint.health.group.live.additional-path=server:/livez");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/health/live",
                "/actuator/env",
                "/actuator/custom",
                "/actuator/controlled/page",
                "/livez"
            })
    void answersOnTheMainSiteOnly(String path) {
        run(http -> {
            assertThat(http.get(MAIN, path).status()).isEqualTo(200);
            assertSameAsUnknown(http, "GET", path);
        });
    }

    @ParameterizedTest
    @CsvSource({"HEAD, /actuator/health", "OPTIONS, /actuator/health", "POST, /actuator/health", "DELETE, /actuator/env"
    })
    void saysNothingOfItsMethods(String method, String path) {
        run(http -> {
            assertThat(http.request(method, MAIN, path).status()).isNotEqualTo(404);
            assertSameAsUnknown(http, method, path);
        });
    }

    @Test
    void saysNothingOfItsTypes() {
        run(http -> {
            String image = "Accept: image/png";
            assertThat(http.get(MAIN, "/actuator/env", image).status()).isEqualTo(406);
            assertThat(http.get(TENANT, "/actuator/env", image).status()).isEqualTo(404);
        });
    }

    @Test
    void answersNoPreflightRequest() {
        String[] preflight = {"Origin: https://console.example.com", "Access-Control-Request-Method: GET"};
        run(http -> {
            Response main = http.request("OPTIONS", MAIN, "/actuator/env", preflight);
            assertThat(main.status()).isEqualTo(200);
            assertThat(main.headers()).containsIgnoringCase("Access-Control-Allow-Origin");
            Response tenant = http.request("OPTIONS", TENANT, "/actuator/env", preflight);
            assertThat(tenant.status()).isEqualTo(404);
            assertThat(tenant.headers()).doesNotContainIgnoringCase("Access-Control-Allow");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/",
                "/actuator/health/",
                "//actuator/health",
                "/actuator//health",
                "/actuator/../actuator/health",
                "/./actuator/health",
                "/actuator;a=b/health",
                "/actuator/health;a=b",
                "/%61ctuator/health",
                "/actuator/he%61lth",
                "/actuator%2fhealth",
                "/ACTUATOR/health",
                "/nothing/../actuator/env",
                "/forward-to-health"
            })
    void isNotReachedHoweverItsPathIsWritten(String path) {
        run(http -> {
            Response response = http.get(TENANT, path);
            assertThat(response.status()).isIn(400, 404);
            assertThat(response.body()).doesNotContain("\"UP\"", "propertySources");
        });
    }

    @Test
    void isReachedByAForwardOnTheMainSite() {
        run(http -> assertThat(http.get(MAIN, "/forward-to-health").body()).contains("\"UP\""));
    }

    @Test
    void hidesAnEndpointThatIsAServlet() {
        run(http -> {
            assertThat(http.get(MAIN, "/actuator/served").body()).isEqualTo("served");
            for (String path : List.of(
                    "/actuator/served", "/actuator/served/more", "/actuator/x/../served", "/actuator/s%65rved")) {
                Response response = http.get(TENANT, path);
                assertThat(response.status()).isEqualTo(404);
                assertThat(response.body()).doesNotContain("\"served\"").isNotEqualTo("served");
            }
        });
    }

    @Test
    void followsAnotherBasePath() {
        run(
                contextRunner.withPropertyValues(
                        "management.endpoints.web.base-path=/operations",
                        "management.endpoints.web.path-mapping.health=state"),
                http -> {
                    assertThat(http.get(MAIN, "/operations/state").status()).isEqualTo(200);
                    assertSameAsUnknown(http, "GET", "/operations/state");
                    assertSameAsUnknown(http, "GET", "/operations");
                });
    }

    @Test
    void answersOnAnIgnoredPathOfAnyHost() {
        run(contextRunner.withPropertyValues("tenant-schemas.ignored-paths=/actuator/health"), http -> {
            assertThat(http.get("10.0.0.1", "/actuator/health").status()).isEqualTo(200);
            assertThat(http.get(TENANT, "/actuator/health").status()).isEqualTo(200);
            assertSameAsUnknown(http, "GET", "/actuator/env");
        });
    }

    @Test
    void answersAnyHostOnAPortOfItsOwn() {
        contextRunner.withPropertyValues("management.server.port=0").run(context -> {
            RawHttp application =
                    httpFor(context.getSourceApplicationContext(ServletWebServerApplicationContext.class));
            RawHttp management =
                    new RawHttp(context.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
            assertThat(management.get(TENANT, "/actuator/env").status()).isEqualTo(200);
            assertThat(management.get("10.0.0.1", "/actuator/health").status()).isEqualTo(200);
            assertSameAsUnknown(application, "GET", "/actuator/env");
            assertSameAsUnknown(application, "GET", "/livez");
            assertThat(application.get(MAIN, "/livez").status()).isEqualTo(200);
        });
    }

    @Test
    void leavesTheApplicationsOwnPathsAlone() {
        run(http -> {
            assertThat(http.get(TENANT, "/health").body()).isEqualTo("of the application");
            assertThat(http.request("POST", TENANT, "/health").status()).isEqualTo(405);
        });
    }

    @Test
    void isHiddenWithSpringSecurityToo() {
        run(
                contextRunner.withPropertyValues(WithoutDatabase.exclude()).withUserConfiguration(OpenSecurity.class),
                http -> {
                    assertThat(http.get(MAIN, "/actuator/env").status()).isEqualTo(200);
                    assertSameAsUnknown(http, "GET", "/actuator/env");
                });
    }

    private static void assertSameAsUnknown(RawHttp http, String method, String path) {
        Response hidden = http.request(method, TENANT, path);
        Response unknown = http.request(method, TENANT, "/nobody");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(withoutDate(hidden.headers())).isEqualTo(withoutDate(unknown.headers()));
        assertThat(withoutTimestamp(hidden.body()).replace(path, "/nobody"))
                .isEqualTo(withoutTimestamp(unknown.body()));
    }

    private static String withoutDate(String headers) {
        return headers.replaceFirst("(?im)^Date: .*", "").replaceFirst("(?im)^Content-Length: .*", "");
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
    @EnableAutoConfiguration
    static class Application {

        @Bean
        TenantRegistry tenantRegistry() {
            return new FakeTenants();
        }

        @Bean
        Pages pages() {
            return new Pages();
        }

        @Bean
        CustomEndpoint customEndpoint() {
            return new CustomEndpoint();
        }

        @Bean
        ControllerEndpoint controllerEndpoint() {
            return new ControllerEndpoint();
        }

        @Bean
        ServletEndpoint servletEndpoint() {
            return new ServletEndpoint();
        }
    }

    @RestController
    static class Pages {

        @GetMapping("/health")
        String health() {
            return "of the application";
        }

        @GetMapping("/forward-to-health")
        void forward(HttpServletRequest request, HttpServletResponse response) throws Exception {
            request.getRequestDispatcher("/actuator/health").forward(request, response);
        }
    }

    @Endpoint(id = "custom")
    static class CustomEndpoint {

        @ReadOperation
        Map<String, String> read() {
            return Map.of("custom", "read");
        }
    }

    @SuppressWarnings("removal")
    @org.springframework.boot.actuate.endpoint.web.annotation.RestControllerEndpoint(id = "controlled")
    static class ControllerEndpoint {

        @GetMapping("/page")
        String page() {
            return "controlled";
        }
    }

    @SuppressWarnings("removal")
    @org.springframework.boot.actuate.endpoint.web.annotation.ServletEndpoint(id = "served")
    static class ServletEndpoint
            implements java.util.function.Supplier<org.springframework.boot.actuate.endpoint.web.EndpointServlet> {

        @Override
        public org.springframework.boot.actuate.endpoint.web.EndpointServlet get() {
            return new org.springframework.boot.actuate.endpoint.web.EndpointServlet(new HttpServlet() {

                private static final long serialVersionUID = 1L;

                @Override
                protected void doGet(HttpServletRequest request, HttpServletResponse response)
                        throws java.io.IOException {
                    response.getWriter().write("served");
                }
            });
        }
    }
}
