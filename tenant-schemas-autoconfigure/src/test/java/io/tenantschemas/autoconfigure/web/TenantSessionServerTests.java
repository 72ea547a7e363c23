package io.tenantschemas.autoconfigure.web;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.error.DefaultErrorAttributes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;

import io.tenantschemas.autoconfigure.web.RawHttp.Response;
import io.tenantschemas.registry.TenantRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/** The sessions of the server, in an application without Spring Security. */
class TenantSessionServerTests {

    private static final String ACME = "acme.example.com";

    private static final String GLOBEX = "globex.example.com";

    private static final Pattern COOKIE = Pattern.compile("(?im)^Set-Cookie: (JSESSIONID=[^;\\s]+)");

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withClassLoader(new FilteredClassLoader("org.springframework.security"))
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    WithoutDatabase.exclude(), "server.port=0", "tenant-schemas.public-hosts=www.example.com");

    @Test
    void keepsASessionToItsTenant() {
        run(contextRunner, http -> {
            String cookie = fill(http, ACME, "anvil");
            assertThat(http.get(ACME, "/basket", cookie).body()).isEqualTo("anvil");
            assertThat(http.get(GLOBEX, "/basket", cookie).body()).isEqualTo("empty");
        });
    }

    @Test
    void keepsTheBeansOfASessionToItsTenant() {
        run(contextRunner, http -> {
            String cookie = cookieOf(http.request("POST", ACME, "/scoped?content=anvil"));
            assertThat(http.get(ACME, "/scoped", cookie).body()).isEqualTo("anvil");
            assertThat(http.get(GLOBEX, "/scoped", cookie).body()).isEqualTo("empty");
        });
    }

    @Test
    void keepsASessionToItsTenantOnTheErrorPage() {
        run(contextRunner, http -> {
            String cookie = fill(http, ACME, "anvil");
            assertThat(http.get(ACME, "/nobody", cookie).body()).contains("\"basket\":\"anvil\"");
            assertThat(http.get(GLOBEX, "/nobody", cookie).body()).contains("\"basket\":\"none\"");
        });
    }

    @Test
    void keepsASessionInTheAddressToItsTenant() {
        run(contextRunner, http -> {
            String id = fill(http, ACME, "anvil").substring("Cookie: JSESSIONID=".length());
            assertThat(http.get(ACME, "/basket;jsessionid=" + id).body()).isEqualTo("anvil");
            assertThat(http.get(GLOBEX, "/basket;jsessionid=" + id).body()).isEqualTo("empty");
        });
    }

    @Test
    void keepsASessionToItsTenantThatOutlivesTheServer(@TempDir Path store) {
        WebApplicationContextRunner persistent = contextRunner.withPropertyValues(
                "server.servlet.session.persistent=true", "server.servlet.session.store-dir=" + store);
        String[] cookie = new String[1];
        run(persistent, http -> cookie[0] = fill(http, ACME, "anvil"));
        run(persistent, http -> {
            assertThat(http.get(GLOBEX, "/basket", cookie[0]).body()).isEqualTo("empty");
            assertThat(http.get(ACME, "/basket", cookie[0]).body()).isEqualTo("anvil");
        });
    }

    @Test
    void refusesASessionFromBeforeTenants(@TempDir Path store) {
        WebApplicationContextRunner persistent = contextRunner.withPropertyValues(
                "server.servlet.session.persistent=true", "server.servlet.session.store-dir=" + store);
        String[] cookie = new String[1];
        run(
                persistent.withPropertyValues("tenant-schemas.enabled=false"),
                http -> cookie[0] = fill(http, ACME, "anvil"));
        run(
                persistent,
                http -> assertThat(http.get(ACME, "/basket", cookie[0]).body()).isEqualTo("empty"));
    }

    private static String fill(RawHttp http, String host, String content) {
        return cookieOf(http.request("POST", host, "/basket?content=" + content));
    }

    private static String cookieOf(Response response) {
        Matcher cookie = COOKIE.matcher(response.headers());
        assertThat(cookie.find()).isTrue();
        return "Cookie: " + cookie.group(1);
    }

    private static void run(WebApplicationContextRunner runner, Consumer<RawHttp> test) {
        runner.run(context -> test.accept(new RawHttp(
                Objects.requireNonNull(context.getSourceApplicationContext(ServletWebServerApplicationContext.class)
                                .getWebServer())
                        .getPort())));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        TenantRegistry tenantRegistry() {
            return new FakeTenants();
        }

        @Bean
        @Scope(scopeName = "session", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Basket scopedBasket() {
            return new Basket();
        }

        @Bean
        Pages pages(Basket basket) {
            return new Pages(basket);
        }

        @Bean
        DefaultErrorAttributes errorAttributes() {
            return new DefaultErrorAttributes() {

                @Override
                public Map<String, @Nullable Object> getErrorAttributes(
                        WebRequest request, ErrorAttributeOptions options) {
                    Map<String, @Nullable Object> attributes = super.getErrorAttributes(request, options);
                    HttpSession session =
                            ((ServletWebRequest) request).getRequest().getSession(false);
                    attributes.put("basket", session == null ? "none" : session.getAttribute("basket"));
                    return attributes;
                }
            };
        }
    }

    // Public, because its proxy is in another class loader.
    public static class Basket {

        private String content = "empty";

        public String content() {
            return content;
        }

        public void fill(String newContent) {
            content = newContent;
        }
    }

    @RestController
    static class Pages {

        private final Basket scoped;

        Pages(Basket scoped) {
            this.scoped = scoped;
        }

        @GetMapping("/basket")
        String basket(HttpServletRequest request) {
            HttpSession session = request.getSession(false);
            return session == null ? "empty" : String.valueOf(session.getAttribute("basket"));
        }

        @PostMapping("/basket")
        void fill(@RequestParam String content, HttpSession session) {
            session.setAttribute("basket", content);
        }

        @GetMapping("/scoped")
        String scoped() {
            return scoped.content();
        }

        @PostMapping("/scoped")
        void fillScoped(@RequestParam String content) {
            scoped.fill(content);
        }
    }
}
