package io.tenantschemas.autoconfigure.security;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserCache;
import org.springframework.security.core.userdetails.cache.NullUserCache;
import org.springframework.security.core.userdetails.cache.SpringCacheBasedUserCache;
import org.springframework.security.web.authentication.rememberme.InMemoryTokenRepositoryImpl;
import org.springframework.security.web.authentication.rememberme.PersistentRememberMeToken;
import org.springframework.security.web.authentication.rememberme.PersistentTokenRepository;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.context.HeldResources;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.web.security.SecurityContextOfTenant;
import io.tenantschemas.web.security.TenantSessionRegistry;
import io.tenantschemas.web.security.TenantTokenValidator;
import io.tenantschemas.web.security.TenantTokens;

import static org.assertj.core.api.Assertions.assertThat;

class TenantSecurityAutoConfigurationTests {

    private static final TenantBinding ACME = binding(1, "acme");

    private static final TenantBinding GLOBEX = binding(2, "globex");

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TenantSecurityAutoConfiguration.class))
            .withBean(PublicSchema.class, () -> new PublicSchema(SchemaName.of("public")));

    @Test
    void setsTheUserOfATenantAside() {
        contextRunner.run(context ->
                assertThat(context.getBean(HeldResources.class)).isInstanceOf(SecurityContextOfTenant.class));
    }

    @Test
    void setsTheUserOfATenantAsideWithoutAWebServer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TenantSecurityAutoConfiguration.class))
                .withBean(PublicSchema.class, () -> new PublicSchema(SchemaName.of("public")))
                .run(context -> assertThat(context)
                        .hasSingleBean(SecurityContextOfTenant.class)
                        .doesNotHaveBean(SessionRegistry.class));
    }

    @Test
    void countsSessionsByTenantUnlessTheApplicationDoes() {
        contextRunner.run(context -> assertThat(context).hasSingleBean(TenantSessionRegistry.class));
        contextRunner
                .withBean(SessionRegistry.class, SessionRegistryImpl::new)
                .run(context -> assertThat(context).doesNotHaveBean(TenantSessionRegistry.class));
    }

    @Test
    void remembersLogInsByTenant() {
        contextRunner.withBean(InMemoryTokenRepositoryImpl.class).run(context -> {
            // By its own class, too.
            assertThat(context).hasSingleBean(InMemoryTokenRepositoryImpl.class);
            PersistentTokenRepository tokens = context.getBean(PersistentTokenRepository.class);
            Date now = Date.from(Instant.EPOCH);
            in(ACME, () -> {
                tokens.createNewToken(new PersistentRememberMeToken("alice", "series", "token", now));
                return true;
            });
            assertThat(in(GLOBEX, () -> Optional.ofNullable(tokens.getTokenForSeries("series"))))
                    .isEmpty();
            assertThat(in(ACME, () -> Optional.ofNullable(tokens.getTokenForSeries("series"))))
                    .isPresent();
        });
    }

    @Test
    void cachesUsersByTenant() {
        contextRunner
                .withBean(UserCache.class, () -> new SpringCacheBasedUserCache(new ConcurrentMapCache("users")))
                .run(context -> {
                    UserCache cache = context.getBean(UserCache.class);
                    in(ACME, () -> {
                        cache.putUserInCache(
                                User.withUsername("alice").password("of acme").build());
                        return true;
                    });
                    assertThat(in(GLOBEX, () -> Optional.ofNullable(cache.getUserFromCache("alice"))))
                            .isEmpty();
                    assertThat(in(ACME, () -> Optional.ofNullable(cache.getUserFromCache("alice"))))
                            .isPresent();
                });
    }

    @Test
    void leavesACacheAloneThatKeepsNothing() {
        NullUserCache cache = new NullUserCache();
        contextRunner
                .withBean(UserCache.class, () -> cache)
                .run(context -> assertThat(context.getBean(UserCache.class)).isSameAs(cache));
    }

    @Test
    void checksTokensRightAfterSpringSecurity() {
        WebApplicationContextRunner withTokens =
                contextRunner.withBean(TenantTokens.class, () -> TenantTokens.withIdIn("tenant_id"));
        withTokens.run(context -> {
            assertThat(context).hasSingleBean(TenantTokenValidator.class);
            assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isEqualTo(-99);
        });
        withTokens
                .withPropertyValues("spring.security.filter.order=5")
                .run(context -> assertThat(
                                context.getBean(FilterRegistrationBean.class).getOrder())
                        .isEqualTo(6));
    }

    @Test
    void checksNoTokensUnlessToldWhich() {
        contextRunner.run(context -> assertThat(context)
                .doesNotHaveBean(FilterRegistrationBean.class)
                .doesNotHaveBean(TenantTokenValidator.class));
    }

    @Test
    void staysAwayWhenSwitchedOffOrWithoutSpringSecurity() {
        contextRunner
                .withPropertyValues("tenant-schemas.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HeldResources.class));
        contextRunner
                .withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HeldResources.class));
    }

    private static TenantBinding binding(long id, String schema) {
        return TenantBinding.to(new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of()));
    }

    private static <T> T in(TenantBinding binding, Supplier<T> action) {
        try (TenantScope scope = TenantScope.open(binding)) {
            return action.get();
        }
    }
}
