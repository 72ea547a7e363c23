package io.tenantschemas.web;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.ServletException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.web.FakeTenants.ACME;
import static io.tenantschemas.web.FakeTenants.GLOBEX;
import static io.tenantschemas.web.FakeTenants.PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

class CurrentTenantTests {

    private final Clients clients = new Clients();

    private final MockMvcTester mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Controller())
            .setCustomArgumentResolvers(new CurrentTenantArgumentResolver(List.of(clients)))
            .addFilters(new TenantFilter(
                    new TenantAdmission(
                            new HostTenantRequestResolver(),
                            new FakeTenants(ACME, GLOBEX),
                            PUBLIC,
                            PublicHosts.of("www.example.com"),
                            UnknownTenant.NOT_FOUND,
                            SchemaReadiness.notRequired()),
                    IgnoredPaths.none(),
                    new ProblemRejectedRequestHandler()))
            .build());

    @Test
    void givesTheTenantWithoutALoad() {
        assertThat(get("acme.example.com", "/tenant")).hasStatusOk().hasBodyTextEqualTo("acme");
        assertThat(get("acme.example.com", "/optional")).hasStatusOk().hasBodyTextEqualTo("acme");
        assertThat(get("acme.example.com", "/nullable")).hasStatusOk().hasBodyTextEqualTo("acme");
        assertThat(clients.loads).hasValue(0);
    }

    @Test
    void givesTheEntityWithOneLoad() {
        assertThat(get("acme.example.com", "/entity")).hasStatusOk().hasBodyTextEqualTo("client 1");
        assertThat(clients.loads).hasValue(1);
    }

    @Test
    void givesAnOptionalOfTheEntity() {
        assertThat(get("acme.example.com", "/optional-entity")).hasBodyTextEqualTo("client 1");
        assertThat(get("www.example.com", "/optional-entity")).hasBodyTextEqualTo("none");
    }

    @Test
    void givesAnEmptyOptionalOnThePublicSite() {
        assertThat(get("www.example.com", "/optional")).hasStatusOk().hasBodyTextEqualTo("none");
        assertThat(get("www.example.com", "/nullable")).hasStatusOk().hasBodyTextEqualTo("none");
    }

    @Test
    void answersWithNotFoundWhereThereIsNoTenant() {
        assertThat(get("www.example.com", "/tenant"))
                .hasStatus(404)
                .failure()
                .isInstanceOf(NoCurrentTenantException.class)
                .hasMessageContaining("Controller.tenant(")
                .hasMessageContaining("@TenantSite");
    }

    @Test
    void answersWithNotFoundWhenTheRowHasGone() {
        assertThat(get("globex.example.com", "/entity")).hasStatus(404);
        assertThat(get("globex.example.com", "/optional-entity")).hasBodyTextEqualTo("none");
    }

    @Test
    void readsMetaAnnotations() {
        assertThat(get("acme.example.com", "/meta")).hasBodyTextEqualTo("acme");
    }

    @Test
    void namesTheArgumentWhoseTypeIsNoTenant() {
        assertThat(get("acme.example.com", "/wrong"))
                .failure()
                .isInstanceOf(ServletException.class)
                .cause()
                .isInstanceOf(UnsupportedTenantArgumentException.class)
                .hasMessageContaining("Controller.wrong(")
                .hasMessageContaining("'schema'")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining(Client.class.getName());
    }

    private MvcTestResult get(String host, String path) {
        return mvc.get().uri("http://" + host + path).exchange();
    }

    private static final class Clients implements TenantEntityLoader {

        private final AtomicInteger loads = new AtomicInteger();

        @Override
        public Class<?> entityType() {
            return Client.class;
        }

        @Override
        public Optional<?> load(Tenant tenant) {
            loads.incrementAndGet();
            return tenant.equals(ACME) ? Optional.of(new Client(tenant.id())) : Optional.empty();
        }
    }

    record Client(long id) {}

    @CurrentTenant
    @Retention(RetentionPolicy.RUNTIME)
    @interface Customer {}

    @RestController
    static class Controller {

        @GetMapping("/tenant")
        String tenant(@CurrentTenant Tenant tenant) {
            return tenant.schema().value();
        }

        @GetMapping("/meta")
        String meta(@Customer Tenant tenant) {
            return tenant.schema().value();
        }

        @GetMapping("/optional")
        String optional(@CurrentTenant Optional<Tenant> tenant) {
            return tenant.map(present -> present.schema().value()).orElse("none");
        }

        @GetMapping("/nullable")
        String nullable(@CurrentTenant @Nullable Tenant tenant) {
            return tenant == null ? "none" : tenant.schema().value();
        }

        @GetMapping("/entity")
        String entity(@CurrentTenant Client client) {
            return "client " + client.id();
        }

        @GetMapping("/optional-entity")
        String optionalEntity(@CurrentTenant Optional<Client> client) {
            return client.map(present -> "client " + present.id()).orElse("none");
        }

        @GetMapping("/wrong")
        String wrong(@CurrentTenant String schema) {
            return schema;
        }
    }
}
