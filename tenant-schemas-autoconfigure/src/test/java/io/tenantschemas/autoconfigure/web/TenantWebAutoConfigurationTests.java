package io.tenantschemas.autoconfigure.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.DispatcherType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.handler.MappedInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.web.AmbiguousSiteException;
import io.tenantschemas.web.CurrentTenant;
import io.tenantschemas.web.PublicSite;
import io.tenantschemas.web.RejectedRequestHandler;
import io.tenantschemas.web.SiteRequestMappingHandlerMapping;
import io.tenantschemas.web.TenantEntityLoader;
import io.tenantschemas.web.TenantFilter;
import io.tenantschemas.web.TenantReference;
import io.tenantschemas.web.TenantRequestResolver;
import io.tenantschemas.web.TenantSite;
import io.tenantschemas.web.UnsupportedTenantArgumentException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class TenantWebAutoConfigurationTests {

    private static final int SPRING_SESSION_FILTER = Integer.MIN_VALUE + 50;

    private static final int SPRING_SECURITY_FILTER = -100;

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TenantWebAutoConfiguration.class,
                    TenantEntityArgumentAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withBean(TenantRegistry.class, FakeTenants::new)
            .withBean(PublicSchema.class, () -> new PublicSchema(SchemaName.of("public")));

    @Test
    void registersTheFilterForAllDispatchesThatNeedATenant() {
        contextRunner.run(context -> {
            FilterRegistrationBean<?> registration =
                    context.getBean("tenantFilterRegistration", FilterRegistrationBean.class);
            assertThat(registration.getFilter()).isSameAs(context.getBean(TenantFilter.class));
            assertThat(registration.determineDispatcherTypes())
                    .containsExactlyInAnyOrder(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
            assertThat(registration.isAsyncSupported()).isTrue();
            assertThat(registration.getUrlPatterns()).isEmpty();
        });
    }

    @Test
    void registersTheSessionFilterRightAfterSpringSessions() {
        contextRunner.run(context -> {
            FilterRegistrationBean<?> registration = sessionFilterOf(context);
            assertThat(registration.getOrder()).isEqualTo(SPRING_SESSION_FILTER + 1);
            assertThat(registration.determineDispatcherTypes())
                    .containsExactlyInAnyOrder(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
            assertThat(registration.isAsyncSupported()).isTrue();
        });
    }

    @Test
    void followsSpringSessionsFilterElsewhere() {
        contextRunner
                .withPropertyValues("spring.session.servlet.filter-order=-500")
                .run(context -> assertThat(sessionFilterOf(context).getOrder()).isEqualTo(-499));
    }

    private static FilterRegistrationBean<?> sessionFilterOf(ApplicationContext context) {
        return context.getBean("tenantSessionFilterRegistration", FilterRegistrationBean.class);
    }

    @Test
    void registersTheFilterOnce() {
        contextRunner.run(context -> assertThat(new ServletContextInitializerBeans(context)
                        .stream()
                                .filter(initializer -> initializer instanceof FilterRegistrationBean<?> registration
                                        && registration.getFilter() instanceof TenantFilter))
                .hasSize(1));
    }

    @Test
    void putsTheFilterBetweenForwardedHeadersAndSessions() {
        assertThat(TenantWebAutoConfiguration.FILTER_ORDER)
                .isGreaterThan(Ordered.HIGHEST_PRECEDENCE)
                .isLessThan(SPRING_SESSION_FILTER)
                .isLessThan(SPRING_SECURITY_FILTER);
    }

    @Test
    void standsAfterForwardedHeadersAndBeforeSpringSecurity() {
        contextRunner
                .withConfiguration(AutoConfigurations.of(
                        TomcatServletWebServerAutoConfiguration.class,
                        SecurityAutoConfiguration.class,
                        UserDetailsServiceAutoConfiguration.class,
                        ServletWebSecurityAutoConfiguration.class,
                        SecurityFilterAutoConfiguration.class))
                .withPropertyValues("server.forward-headers-strategy=framework")
                .run(context -> assertThat(new ServletContextInitializerBeans(context)
                                .stream().map(Object::toString).filter(name -> name.contains("Filter")))
                        .containsSubsequence(
                                filtersOf(context, "forwardedHeaderFilter"),
                                filtersOf(context, "tenantFilterRegistration"),
                                filtersOf(context, "securityFilterChainRegistration")));
    }

    private static String filtersOf(ApplicationContext context, String bean) {
        return context.getBean(bean).toString();
    }

    @Test
    void staysAwayWhenSwitchedOff() {
        contextRunner
                .withPropertyValues("tenant-schemas.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(TenantFilter.class)
                        .doesNotHaveBean(MappedInterceptor.class)
                        .doesNotHaveBean(WebMvcRegistrations.class)
                        .doesNotHaveBean(FilterRegistrationBean.class));
    }

    @Test
    void staysAwayFromApplicationsWithoutAServer() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TenantWebAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TenantFilter.class));
    }

    @Test
    void keepsTheFilterWithoutSpringMvc() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(DispatcherServlet.class, WebMvcRegistrations.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(TenantFilter.class)
                        .doesNotHaveBean(MappedInterceptor.class));
    }

    @Test
    void startsWithoutJpa() {
        contextRunner
                .withClassLoader(new FilteredClassLoader(EntityManagerFactory.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TenantFilter.class));
    }

    @Test
    void loadsNoEntitiesWithoutAnEntityManagerFactory() {
        contextRunner.run(context -> assertThat(context).doesNotHaveBean(TenantEntityLoader.class));
    }

    @Test
    void leavesTheChoiceAmongSeveralEntityManagerFactoriesToTheApplication() {
        contextRunner
                .withBean("one", EntityManagerFactory.class, () -> mock(EntityManagerFactory.class))
                .withBean("two", EntityManagerFactory.class, () -> mock(EntityManagerFactory.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(TenantEntityLoader.class));
    }

    @Test
    void loadsEntitiesFromTheOnlyEntityManagerFactory() {
        contextRunner
                .withBean(EntityManagerFactory.class, () -> mock(EntityManagerFactory.class))
                .run(context -> assertThat(context).hasSingleBean(TenantEntityLoader.class));
        contextRunner
                .withBean(EntityManagerFactory.class, () -> mock(EntityManagerFactory.class))
                .withPropertyValues("tenant-schemas.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(TenantEntityLoader.class));
    }

    @Test
    void doesNotStartWithoutARegistry() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TenantWebAutoConfiguration.class))
                .withBean(PublicSchema.class, () -> new PublicSchema(SchemaName.of("public")))
                .run(context -> assertThat(context).hasFailed().getFailure().hasMessageContaining("TenantRegistry"));
    }

    @Test
    void servesPublicHostsAndIgnoredPaths() {
        contextRunner
                .withPropertyValues(
                        "tenant-schemas.public-hosts=www.example.com,LOCALHOST:8080",
                        "tenant-schemas.ignored-paths=/livez")
                .run(context -> {
                    TenantFilter filter = context.getBean(TenantFilter.class);
                    assertThat(bindingOf(filter, "localhost", "/")).contains(TenantBinding.toShared());
                    assertThat(bindingOf(filter, "www.example.com", "/")).contains(TenantBinding.toShared());
                    assertThat(bindingOf(filter, "10.0.0.1", "/livez")).contains(new TenantBinding.Unbound());
                    assertThat(bindingOf(filter, "10.0.0.1", "/")).isEmpty();
                });
    }

    @Test
    void letsTheMainSiteServeUnknownHostsWhenAsked() {
        contextRunner
                .withPropertyValues("tenant-schemas.unknown-tenant=public")
                .run(context -> assertThat(bindingOf(context.getBean(TenantFilter.class), "unknown.example.com", "/"))
                        .contains(TenantBinding.toShared()));
    }

    @ParameterizedTest
    @CsvSource({
        "tenant-schemas.public-hosts, 'www.example.com,a..b', tenant-schemas.public-hosts[1], cannot be the name of a host",
        "tenant-schemas.ignored-paths, livez, tenant-schemas.ignored-paths[0], A path starts with '/'",
        "tenant-schemas.ignored-paths, '/a{', tenant-schemas.ignored-paths[0], not a path pattern",
        "tenant-schemas.responses.suspended.status, 302, tenant-schemas.responses.suspended.status, from 400 to 599",
        "tenant-schemas.responses.deleting.status, 600, tenant-schemas.responses.deleting.status, from 400 to 599",
        "tenant-schemas.responses.not-set-up.retry-after, -1s, tenant-schemas.responses.not-set-up.retry-after, negative",
        "tenant-schemas.responses.failed.page, classpath:/pages/none.html, tenant-schemas.responses.failed.page, no such page",
        "tenant-schemas.responses.failed.page, classpath:/pages/, tenant-schemas.responses.failed.page, no such page",
        "tenant-schemas.responses.failed.page, none.html, tenant-schemas.responses.failed.page, begins with 'classpath:'",
        "tenant-schemas.responses.failed.page, '', tenant-schemas.responses.failed.page, names no page",
        "tenant-schemas.responses.maintenance.page, classpath:/pages/empty.html, tenant-schemas.responses.maintenance.page, empty",
        "tenant-schemas.responses.provisioning.page, classpath:/pages/latin1.html, tenant-schemas.responses.provisioning.page, not text in UTF-8"
    })
    void doesNotStartWithAMalformedProperty(String property, String value, String name, String reason) {
        contextRunner
                .withPropertyValues(property + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
                        .hasStackTraceContaining(name)
                        .hasStackTraceContaining(reason));
    }

    @Test
    void readsNoPagesForAHandlerOfTheApplication() {
        contextRunner
                .withBean(RejectedRequestHandler.class, () -> (request, response, rejection) -> response.setStatus(418))
                .withPropertyValues("tenant-schemas.responses.failed.page=classpath:/pages/none.html")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void doesNotStartWithAnUnknownPolicy() {
        contextRunner
                .withPropertyValues("tenant-schemas.unknown-tenant=maybe")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void asksTheResolversOfTheApplicationFirst() {
        TenantRequestResolver byHeader = request -> Optional.ofNullable(request.getHeader("X-Tenant"))
                .map(schema -> new TenantReference.BySchema(SchemaName.of(schema)));
        contextRunner
                .withBean("byHeader", TenantRequestResolver.class, () -> byHeader)
                .run(context -> {
                    TenantFilter filter = context.getBean(TenantFilter.class);
                    MockHttpServletRequest request = requestTo("acme.example.com", "/");
                    request.addHeader("X-Tenant", "globex");
                    assertThat(bindingOf(filter, request)).contains(TenantBinding.to(FakeTenants.GLOBEX));
                    assertThat(bindingOf(filter, "acme.example.com", "/")).contains(TenantBinding.to(FakeTenants.ACME));
                });
    }

    @Test
    void keepsTheHandlerOfTheApplication() {
        RejectedRequestHandler teapot = (request, response, rejection) -> response.setStatus(418);
        contextRunner.withBean(RejectedRequestHandler.class, () -> teapot).run(context -> {
            MockHttpServletResponse response = new MockHttpServletResponse();
            context.getBean(TenantFilter.class)
                    .doFilter(requestTo("unknown.example.com", "/"), response, (req, res) -> {});
            assertThat(response.getStatus()).isEqualTo(418);
        });
    }

    @Test
    void givesSpringMvcAMappingThatKnowsSites() {
        contextRunner.run(context -> assertThat(context)
                .getBean("requestMappingHandlerMapping")
                .isInstanceOf(SiteRequestMappingHandlerMapping.class));
    }

    @Test
    void usesTheRegistrationsOfTheApplication(CapturedOutput output) {
        OwnMapping mapping = new OwnMapping();
        OwnAdapter adapter = new OwnAdapter();
        contextRunner
                .withBean("own", WebMvcRegistrations.class, () -> registrations(mapping, adapter))
                .run(context -> {
                    assertThat(context).getBean("requestMappingHandlerMapping").isSameAs(mapping);
                    assertThat(context).getBean("requestMappingHandlerAdapter").isSameAs(adapter);
                    assertThat(output).contains(OwnMapping.class.getName() + "' does not extend");
                });
    }

    @Test
    void addsItsMappingToRegistrationsWithoutOne(CapturedOutput output) {
        OwnAdapter adapter = new OwnAdapter();
        contextRunner
                .withBean("own", WebMvcRegistrations.class, () -> registrations(null, adapter))
                .run(context -> {
                    assertThat(context)
                            .getBean("requestMappingHandlerMapping")
                            .isInstanceOf(SiteRequestMappingHandlerMapping.class);
                    assertThat(context).getBean("requestMappingHandlerAdapter").isSameAs(adapter);
                    assertThat(output).doesNotContain("does not extend");
                });
    }

    @Test
    void usesThePrimaryOnesAmongSeveralRegistrations() {
        contextRunner
                .withUserConfiguration(SeveralRegistrations.class)
                .run(context -> assertThat(context)
                        .getBean("requestMappingHandlerAdapter")
                        .isSameAs(SeveralRegistrations.ADAPTER));
    }

    @Test
    void usesNoneOfSeveralRegistrationsLikeBootItself() {
        contextRunner
                .withBean("one", WebMvcRegistrations.class, () -> registrations(new OwnMapping(), null))
                .withBean("two", WebMvcRegistrations.class, () -> registrations(new OwnMapping(), null))
                .run(context -> assertThat(context)
                        .getBean("requestMappingHandlerMapping")
                        .isInstanceOf(SiteRequestMappingHandlerMapping.class));
    }

    @Test
    void keepsTheInterceptorWithoutBootsSpringMvc() {
        contextRunner.withUserConfiguration(OwnMvc.class).run(context -> {
            assertThat(context).hasSingleBean(MappedInterceptor.class);
            assertThat(context)
                    .getBean("requestMappingHandlerMapping")
                    .isNotInstanceOf(SiteRequestMappingHandlerMapping.class);
        });
    }

    @Test
    void doesNotStartWithAControllerForBothSites() {
        contextRunner
                .withBean(Torn.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(AmbiguousSiteException.class));
    }

    @Test
    void doesNotStartWithAControllerForBothSitesInAMappingOfTheApplication() {
        contextRunner
                .withBean("own", WebMvcRegistrations.class, () -> registrations(new OwnMapping(), null))
                .withBean(Torn.class)
                .run(context ->
                        assertThat(context).hasFailed().getFailure().isInstanceOf(AmbiguousSiteException.class));
    }

    @Test
    void doesNotStartWithAnArgumentThatIsNoTenant() {
        contextRunner
                .withBean(WrongArgument.class)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .isInstanceOf(UnsupportedTenantArgumentException.class)
                        .hasMessageContaining("WrongArgument.wrong("));
    }

    private static Optional<TenantBinding> bindingOf(TenantFilter filter, String host, String path) throws Exception {
        return bindingOf(filter, requestTo(host, path));
    }

    private static Optional<TenantBinding> bindingOf(TenantFilter filter, MockHttpServletRequest request)
            throws Exception {
        List<TenantBinding> bindings = new ArrayList<>();
        filter.doFilter(request, new MockHttpServletResponse(), (req, res) -> bindings.add(TenantContext.binding()));
        return bindings.stream().findFirst();
    }

    private static MockHttpServletRequest requestTo(String host, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServerName(host);
        return request;
    }

    private static WebMvcRegistrations registrations(
            @Nullable RequestMappingHandlerMapping mapping, @Nullable RequestMappingHandlerAdapter adapter) {
        return new WebMvcRegistrations() {

            @Override
            public @Nullable RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return mapping;
            }

            @Override
            public @Nullable RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return adapter;
            }
        };
    }

    private static final class OwnMapping extends RequestMappingHandlerMapping {}

    private static final class OwnAdapter extends RequestMappingHandlerAdapter {}

    @Configuration(proxyBeanMethods = false)
    static class SeveralRegistrations {

        static final OwnAdapter ADAPTER = new OwnAdapter();

        @Bean
        @Primary
        WebMvcRegistrations preferred() {
            return registrations(null, ADAPTER);
        }

        @Bean
        WebMvcRegistrations other() {
            return registrations(null, new OwnAdapter());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebMvc
    static class OwnMvc {}

    @RestController
    static class Torn {

        @PublicSite
        @TenantSite
        @GetMapping("/torn")
        String torn() {
            return "torn";
        }
    }

    @RestController
    static class WrongArgument {

        @GetMapping("/wrong")
        String wrong(@CurrentTenant String tenant) {
            return tenant;
        }
    }
}
