package io.tenantschemas.web.security;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityContextOfTenantTests {

    private static final SchemaName PUBLIC = SchemaName.of("public");

    private static final Tenant ACME = new Tenant(1, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    private static final Tenant GLOBEX = new Tenant(2, SchemaName.of("globex"), TenantStatus.ACTIVE, List.of());

    private final TenantTemplate template = new TenantTemplate(
            new NoTenants(),
            PUBLIC,
            List.of(new SecurityContextOfTenant(SecurityContextHolder.getContextHolderStrategy(), PUBLIC)));

    @BeforeEach
    void logIn() {
        logIn("alice");
    }

    @AfterEach
    void logOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void leavesTheUserOfATenantBehind() {
        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME))) {
            assertThat(template.execute(GLOBEX, SecurityContextOfTenantTests::user))
                    .isEqualTo("nobody");
            assertThat(user()).isEqualTo("alice");
        }
    }

    @Test
    void leavesTheUserOfATenantBehindAlsoOnTheWayOverTheSharedTables() {
        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME))) {
            String inGlobex =
                    template.executeShared(() -> template.execute(GLOBEX, SecurityContextOfTenantTests::user));
            assertThat(inGlobex).isEqualTo("nobody");
            assertThat(user()).isEqualTo("alice");
        }
        assertThat(template.execute(GLOBEX, SecurityContextOfTenantTests::user)).isEqualTo("alice");
    }

    @Test
    void takesTheUserOfATenantAlongToTheSharedTablesAndBack() {
        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME))) {
            assertThat(template.executeShared(SecurityContextOfTenantTests::user))
                    .isEqualTo("alice");
            String backAgain = template.executeShared(() -> template.execute(ACME, SecurityContextOfTenantTests::user));
            assertThat(backAgain).isEqualTo("alice");
        }
    }

    @Test
    void takesTheOperatorOfTheMainSiteAlong() {
        try (TenantScope main = TenantScope.open(TenantBinding.toShared())) {
            assertThat(template.execute(GLOBEX, SecurityContextOfTenantTests::user))
                    .isEqualTo("alice");
        }
    }

    @Test
    void forgetsWhoWasLoggedInForAnotherTenantMeanwhile() {
        try (TenantScope acme = TenantScope.open(TenantBinding.to(ACME))) {
            template.executeWithoutResult("globex", () -> {
                logIn("bob");
                assertThat(template.executeShared(SecurityContextOfTenantTests::user))
                        .isEqualTo("bob");
                assertThat(template.execute(ACME, SecurityContextOfTenantTests::user))
                        .isEqualTo("nobody");
            });
            assertThat(user()).isEqualTo("alice");
        }
    }

    private static void logIn(String user) {
        SecurityContextHolder.setContext(new SecurityContextImpl(new TestingAuthenticationToken(user, "secret")));
    }

    private static String user() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(authentication -> authentication.getName())
                .orElse("nobody");
    }

    private static final class NoTenants implements TenantDirectory {

        @Override
        public Optional<Tenant> findBySchema(SchemaName schema) {
            return Optional.of(GLOBEX).filter(tenant -> tenant.schema().equals(schema));
        }

        @Override
        public void forEach(Consumer<Tenant> action) {}
    }
}
