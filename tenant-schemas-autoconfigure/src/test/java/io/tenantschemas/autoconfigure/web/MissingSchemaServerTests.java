package io.tenantschemas.autoconfigure.web;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.web.RawHttp.Response;
import io.tenantschemas.context.MissingSchema;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

/** What a server answers when a controller finds that its tenant has no schema, with Spring Security in between. */
class MissingSchemaServerTests {

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
                    ErrorMvcAutoConfiguration.class,
                    SecurityAutoConfiguration.class,
                    ServletWebSecurityAutoConfiguration.class,
                    SecurityFilterAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues("server.port=0", "tenant-schemas.public-hosts=www.example.com");

    private Response get(WebApplicationContextRunner runner, String host, String path, String... headers) {
        Response[] response = new Response[1];
        runner.run(context -> response[0] = new RawHttp(Objects.requireNonNull(
                                context.getSourceApplicationContext(ServletWebServerApplicationContext.class)
                                        .getWebServer())
                        .getPort())
                .get(host, path, headers));
        return Objects.requireNonNull(response[0]);
    }

    private static void assertNotSetUp(Response response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers())
                .containsIgnoringCase("Retry-After: 60")
                .containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(response.body()).startsWith("{").contains("urn:tenant-schemas:not-set-up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/plain", "/wrapped", "/begun", "/callable", "/deferred", "/streaming", "/error-page"})
    void isPolite(String path) {
        assertNotSetUp(get(contextRunner, "acme.example.com", path));
    }

    @Test
    void hasAPageOfTheApplicationsOwn() {
        Response response = get(
                contextRunner.withPropertyValues(
                        "tenant-schemas.responses.not-set-up.page=classpath:/pages/suspended.html",
                        "tenant-schemas.responses.not-set-up.status=500",
                        "tenant-schemas.responses.not-set-up.retry-after=0"),
                "acme.example.com",
                "/plain",
                "Accept: text/html");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.headers()).doesNotContainIgnoringCase("Retry-After");
        assertThat(response.body()).contains("<h1>Müller &amp; Söhne</h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"globex.example.com", "www.example.com"})
    void isNothingThatOthersAreToldInPlaceOfAFailure(String host) {
        Response response = get(contextRunner, host, "/plain");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("not-set-up");
    }

    @Test
    void isWhatAHandlerOfTheApplicationMakesOfIt() {
        Response response =
                get(contextRunner.withUserConfiguration(AnsweringAdvice.class), "acme.example.com", "/plain");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("handled by the application");
    }

    @Test
    void isPoliteWhereAHandlerOfTheApplicationPassesItOn() {
        assertNotSetUp(get(contextRunner.withUserConfiguration(PassingAdvice.class), "acme.example.com", "/wrapped"));
    }

    /** What the router throws. */
    static final class NoSuchSchema extends RuntimeException implements MissingSchema {

        private static final long serialVersionUID = 1L;

        NoSuchSchema() {
            super("no schema");
        }

        @Override
        public SchemaName schema() {
            return FakeTenants.ACME.schema();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({OpenSecurity.class, Pages.class})
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
        DefaultErrorAttributes errorAttributes() {
            return new DefaultErrorAttributes() {

                @Override
                public Map<String, @Nullable Object> getErrorAttributes(
                        WebRequest request, ErrorAttributeOptions options) {
                    Map<String, @Nullable Object> attributes = super.getErrorAttributes(request, options);
                    if ("/error-page".equals(attributes.get("path"))) {
                        throw new NoSuchSchema();
                    }
                    return attributes;
                }
            };
        }
    }

    @RestControllerAdvice
    static class AnsweringAdvice {

        @ExceptionHandler
        String handle(RuntimeException failure) {
            return "handled by the application";
        }
    }

    @RestControllerAdvice
    static class PassingAdvice {

        @ExceptionHandler
        String handle(RuntimeException failure) {
            throw failure;
        }
    }

    @RestController
    static class Pages {

        @GetMapping("/plain")
        String plain() {
            throw new NoSuchSchema();
        }

        @GetMapping("/wrapped")
        String wrapped() {
            throw new CannotCreateTransactionException("no transaction", new NoSuchSchema());
        }

        @GetMapping("/begun")
        void begun(HttpServletResponse response) throws IOException {
            response.setContentLength(20);
            response.setHeader("Content-Encoding", "gzip");
            response.getWriter().print("half a page");
            throw new NoSuchSchema();
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> {
                throw new NoSuchSchema();
            };
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            ForkJoinPool.commonPool().execute(() -> result.setErrorResult(new NoSuchSchema()));
            return result;
        }

        @GetMapping("/streaming")
        StreamingResponseBody streaming() {
            return output -> {
                throw new NoSuchSchema();
            };
        }

        @GetMapping("/error-page")
        void errorPage(HttpServletResponse response) throws IOException {
            response.sendError(404);
        }
    }
}
