package io.tenantschemas.autoconfigure.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.autoconfigure.security.RealmTokens;
import io.tenantschemas.autoconfigure.web.RawHttp.Response;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.web.security.TenantTokenValidator;
import io.tenantschemas.web.security.TenantTokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class TenantTokenServerTests {

    private static final String WARNING = "nothing binds them to tenants";

    private static final SecretKey KEY =
            new SecretKeySpec("a-key-of-this-test-with-32-bytes".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    WithoutDatabase.exclude(),
                    "server.port=0",
                    "tenant-schemas.public-hosts=www.example.com",
                    "tenant-schemas.ignored-paths=/ignored");

    private final WebApplicationContextRunner withJwts = contextRunner
            .withUserConfiguration(Jwts.class)
            .withBean(
                    JwtDecoder.class, () -> NimbusJwtDecoder.withSecretKey(KEY).build());

    @Test
    void acceptsATokenAtItsTenantOnly() {
        run(withJwts.withBean(TenantTokens.class, () -> TenantTokens.withSchemaIn("tenant")), http -> {
            String token = token(Map.of("tenant", "acme"));
            assertThat(who(http, "acme.example.com", token).body()).isEqualTo("alice");
            assertRefused(who(http, "globex.example.com", token));
            assertRefused(who(http, "www.example.com", token));
            assertRefused(http.get("acme.example.com", "/ignored", "Authorization: Bearer " + token));
        });
    }

    @Test
    void refusesATokenThatDoesNotSayWhoseItIs() {
        run(
                withJwts.withBean(TenantTokens.class, () -> TenantTokens.withIdIn("tenant_id")),
                http -> assertRefused(who(http, "acme.example.com", token(Map.of()))));
    }

    @Test
    void comparesTheIssuer() {
        run(withJwts.withUserConfiguration(RealmTokens.class), http -> {
            String token = token(Map.of("iss", "https://id.example.com/realms/acme"));
            assertThat(who(http, "acme.example.com", token).status()).isEqualTo(200);
            assertRefused(who(http, "globex.example.com", token));
            String operators = token(Map.of("iss", "https://id.example.com/realms/operators"));
            assertThat(who(http, "www.example.com", operators).status()).isEqualTo(200);
            assertRefused(who(http, "acme.example.com", operators));
        });
    }

    @Test
    void acceptsOperatorsTokensOnTheMainSite() {
        TenantTokens tokens =
                TenantTokens.withSchemaIn("tenant").orOnMainSite(claims -> "operators".equals(claims.get("realm")));
        run(withJwts.withBean(TenantTokens.class, () -> tokens), http -> {
            String operators = token(Map.of("realm", "operators"));
            assertThat(who(http, "www.example.com", operators).body()).isEqualTo("alice");
            assertRefused(who(http, "acme.example.com", operators));
            assertRefused(who(http, "www.example.com", token(Map.of("tenant", "acme"))));
        });
    }

    @Test
    void refusesATokenWhereAnybodyIsLetIn() {
        run(withJwts.withBean(TenantTokens.class, () -> TenantTokens.withSchemaIn("tenant")), http -> {
            assertThat(http.get("globex.example.com", "/open").body()).isEqualTo("open");
            assertRefused(http.get(
                    "globex.example.com", "/open", "Authorization: Bearer " + token(Map.of("tenant", "acme"))));
        });
    }

    @Test
    void comparesOpaqueTokens() {
        OpaqueTokenIntrospector introspector = token -> new DefaultOAuth2AuthenticatedPrincipal(
                "alice", Map.of("tenant", token), AuthorityUtils.NO_AUTHORITIES);
        run(
                contextRunner
                        .withUserConfiguration(OpaqueTokens.class)
                        .withBean(OpaqueTokenIntrospector.class, () -> introspector)
                        .withBean(TenantTokens.class, () -> TenantTokens.withSchemaIn("tenant")),
                http -> {
                    assertThat(who(http, "acme.example.com", "acme").body()).isEqualTo("alice");
                    assertRefused(who(http, "globex.example.com", "acme"));
                });
    }

    @Test
    void isAskedByTheDecoderThatBootMakes() {
        contextRunner
                .withUserConfiguration(Jwts.class)
                .withPropertyValues(
                        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://localhost:1/keys",
                        "spring.security.oauth2.resourceserver.jwt.jws-algorithms=RS256")
                .withBean(TenantTokens.class, () -> TenantTokens.withSchemaIn("tenant"))
                .run(context -> assertThat(context)
                        .hasSingleBean(TenantTokenValidator.class)
                        .getBean(JwtDecoder.class)
                        .extracting("jwtValidator.tokenValidators")
                        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                        .contains(context.getBean(TenantTokenValidator.class)));
    }

    @Test
    void warnsThatNothingBindsTokensToTenants(CapturedOutput output) {
        run(withJwts, http -> {
            assertThat(output).containsOnlyOnce(WARNING);
            assertThat(who(http, "globex.example.com", token(Map.of("tenant", "acme")))
                            .status())
                    .isEqualTo(200);
        });
    }

    @Test
    void doesNotWarnWithoutCause(CapturedOutput output) {
        run(withJwts.withBean(TenantTokens.class, () -> TenantTokens.withSchemaIn("tenant")), http -> {});
        run(contextRunner.withUserConfiguration(OpenSecurity.class), http -> {});
        assertThat(output).doesNotContain(WARNING);
    }

    @Test
    void needsNoLibraryForTokens() {
        run(
                contextRunner
                        .withUserConfiguration(OpenSecurity.class)
                        .withClassLoader(
                                new FilteredClassLoader("org.springframework.security.oauth2", "com.nimbusds")),
                http -> assertThat(http.get("acme.example.com", "/open").status())
                        .isEqualTo(200));
    }

    @Test
    void needsNoSpringSecurity() {
        run(
                contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security")),
                http -> assertThat(http.get("acme.example.com", "/open").status())
                        .isEqualTo(200));
    }

    private static String token(Map<String, Object> more) {
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject("alice")
                .expiresAt(Instant.now().plusSeconds(600))
                .claims(all -> all.putAll(more))
                .build();
        return new NimbusJwtEncoder(new ImmutableSecret<>(KEY))
                .encode(JwtEncoderParameters.from(
                        JwsHeader.with(MacAlgorithm.HS256).build(), claims))
                .getTokenValue();
    }

    private static Response who(RawHttp http, String host, String token) {
        return http.get(host, "/who", "Authorization: Bearer " + token);
    }

    private static void assertRefused(Response response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers()).contains("WWW-Authenticate: Bearer error=\"invalid_token\"");
        assertThat(response.body()).doesNotContain("alice");
    }

    private static void run(WebApplicationContextRunner runner, Consumer<RawHttp> test) {
        runner.run(context ->
                test.accept(httpFor(context.getSourceApplicationContext(ServletWebServerApplicationContext.class))));
    }

    private static RawHttp httpFor(ServletWebServerApplicationContext context) {
        return new RawHttp(Objects.requireNonNull(context.getWebServer()).getPort());
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
    }

    @RestController
    static class Pages {

        @GetMapping({"/who", "/ignored"})
        String who(java.security.@Nullable Principal user) {
            return user == null ? "nobody" : user.getName();
        }

        @GetMapping("/open")
        String open() {
            return "open";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Jwts {

        @Bean
        SecurityFilterChain jwts(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/open")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OpaqueTokens {

        @Bean
        SecurityFilterChain opaqueTokens(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(server -> server.opaqueToken(Customizer.withDefaults()))
                    .build();
        }
    }
}
