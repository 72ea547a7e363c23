package io.tenantschemas.autoconfigure.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.servlet.Filter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.web.RawHttp.Response;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** What a server answers to requests of tenants that are out of service. */
class TenantStatusServerTests {

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withConfiguration(AutoConfigurations.of(
                    TenantWebAutoConfiguration.class,
                    TomcatServletWebServerAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues("server.port=0", "tenant-schemas.unknown-tenant=public");

    private static String host(TenantStatus status) {
        return status.name().toLowerCase(Locale.ROOT) + ".example.com";
    }

    private void run(WebApplicationContextRunner runner, Consumer<RawHttp> test) {
        runner.run(context -> test.accept(new RawHttp(
                Objects.requireNonNull(context.getSourceApplicationContext(ServletWebServerApplicationContext.class)
                                .getWebServer())
                        .getPort())));
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, 503, 5, being-set-up",
        "SUSPENDED, 403, , suspended",
        "MAINTENANCE, 503, 60, maintenance",
        "FAILED, 503, , set-up-failed",
        "DELETING, 404, , deleted"
    })
    void refusesThemBeforeAnyoneElseSeesThem(TenantStatus status, int expected, String retryAfter, String type) {
        contextRunner.run(context -> {
            RawHttp http = new RawHttp(
                    Objects.requireNonNull(context.getSourceApplicationContext(ServletWebServerApplicationContext.class)
                                    .getWebServer())
                            .getPort());
            Response problem = http.get(host(status), "/", "Accept: application/json");
            assertThat(problem.status()).isEqualTo(expected);
            assertThat(retryAfterOf(problem)).isEqualTo(Objects.requireNonNullElse(retryAfter, ""));
            assertThat(problem.headers()).containsIgnoringCase("Content-Type: application/problem+json");
            assertThat(problem.body()).contains("\"urn:tenant-schemas:%s\"".formatted(type));
            Response page = http.get(host(status), "/any/path", "Accept: text/html");
            assertThat(page.status()).isEqualTo(expected);
            assertThat(retryAfterOf(page)).isEqualTo(Objects.requireNonNullElse(retryAfter, ""));
            assertThat(page.headers()).containsIgnoringCase("Content-Type: text/html");
            AtomicInteger seen = context.getBean("seen", AtomicInteger.class);
            assertThat(seen).as("requests that reach the next filter").hasValue(0);
            http.get(host(TenantStatus.ACTIVE), "/");
            assertThat(seen).hasValue(1);
        });
    }

    private static String retryAfterOf(Response response) {
        return response.headers()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("retry-after:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @EnumSource(value = TenantStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void answersAsTheMetadataOfThePropertiesSays(TenantStatus status) {
        String prefix = "tenant-schemas.responses.%s.".formatted(status.name().toLowerCase(Locale.ROOT));
        run(contextRunner, http -> {
            Response response = http.get(host(status), "/");
            assertThat(String.valueOf(response.status())).isEqualTo(defaultOf(prefix + "status"));
            String retryAfter = defaultOf(prefix + "retry-after");
            assertThat(retryAfterOf(response)).isEqualTo(retryAfter.isEmpty() ? "" : seconds(retryAfter));
        });
    }

    private static String seconds(String duration) {
        Duration detected = DurationStyle.detectAndParse(duration);
        return String.valueOf(detected.toSeconds());
    }

    private static String defaultOf(String property) {
        try {
            JsonNode metadata = JsonMapper.shared()
                    .readTree(new ClassPathResource("META-INF/additional-spring-configuration-metadata.json")
                            .getContentAsByteArray());
            return metadata.path("properties")
                    .valueStream()
                    .filter(each -> property.equals(each.path("name").asString()))
                    .findFirst()
                    .orElseThrow()
                    .path("defaultValue")
                    .asString("");
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @ParameterizedTest
    @EnumSource(value = TenantStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void answersAsThePropertiesSay(TenantStatus status) throws IOException {
        String[] properties =
                PropertiesLoaderUtils.loadProperties(new ClassPathResource("responses/suspended.properties"))
                        .entrySet()
                        .stream()
                        .map(entry -> entry.getKey()
                                        .toString()
                                        .replace("suspended", status.name().toLowerCase(Locale.ROOT))
                                + "=" + entry.getValue())
                        .toArray(String[]::new);
        assertThat(properties).hasSize(3);
        run(contextRunner.withPropertyValues(properties), http -> {
            Response page = http.get(host(status), "/", "Accept: text/html");
            assertThat(page.status()).isEqualTo(503);
            assertThat(retryAfterOf(page)).isEqualTo("600");
            assertThat(page.body()).contains("<h1>Müller &amp; Söhne</h1><p>100 % gesperrt.</p>");
            assertThat(page.headers())
                    .containsIgnoringCase("Content-Type: text/html;charset=UTF-8")
                    .containsIgnoringCase("Cache-Control: no-store")
                    .containsIgnoringCase("Vary: Accept")
                    .containsIgnoringCase("X-Content-Type-Options: nosniff")
                    .doesNotContainIgnoringCase("Content-Security-Policy");
            assertThat(http.request("HEAD", host(status), "/", "Accept: text/html")
                            .body())
                    .isEmpty();
            Response problem = http.get(host(status), "/");
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.headers()).containsIgnoringCase("Content-Type: application/problem+json");
        });
    }

    @ParameterizedTest
    @CsvSource({"600, 600", "0, ''", "1500ms, 2"})
    void takesSecondsAndSaysNothingForNone(String retryAfter, String expected) {
        run(
                contextRunner.withPropertyValues("tenant-schemas.responses.maintenance.retry-after=" + retryAfter),
                http -> assertThat(retryAfterOf(http.get(host(TenantStatus.MAINTENANCE), "/")))
                        .isEqualTo(expected));
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {

        @Bean
        TenantRegistry tenantRegistry() {
            return new FakeTenants(Arrays.stream(TenantStatus.values())
                    .map(Application::tenant)
                    .toArray(Tenant[]::new));
        }

        private static Tenant tenant(TenantStatus status) {
            String schema = "acme_" + status.name().toLowerCase(Locale.ROOT);
            return FakeTenants.tenant(schema.hashCode(), schema, status, host(status));
        }

        @Bean
        PublicSchema publicSchema() {
            return new PublicSchema(SchemaName.of("public"));
        }

        @Bean
        AtomicInteger seen() {
            return new AtomicInteger();
        }

        @Bean
        FilterRegistrationBean<Filter> nextFilter(AtomicInteger seen) {
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                seen.incrementAndGet();
                chain.doFilter(request, response);
            });
            registration.setOrder(TenantWebAutoConfiguration.FILTER_ORDER + 1);
            return registration;
        }
    }
}
