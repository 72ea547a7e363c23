package io.tenantschemas.tenant;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantTests {

    private static final Domain PRIMARY = new Domain(HostName.of("acme.example.com"), true);

    private static final Domain OTHER = new Domain(HostName.of("shop.acme.com"), false);

    private static Tenant acme(TenantStatus status, List<Domain> domains) {
        return new Tenant(42, SchemaName.of("acme"), status, domains);
    }

    @Test
    void keepsACopyOfItsDomains() {
        List<Domain> domains = new ArrayList<>(List.of(PRIMARY));
        Tenant acme = acme(TenantStatus.ACTIVE, domains);
        domains.clear();
        assertThat(acme.domains()).containsExactly(PRIMARY);
        assertThat(acme.domains()).isUnmodifiable();
    }

    @Test
    void namesItsPrimaryHost() {
        assertThat(acme(TenantStatus.ACTIVE, List.of(OTHER, PRIMARY)).primaryHost())
                .contains(HostName.of("acme.example.com"));
    }

    @Test
    void hasNoPrimaryHostWithoutAPrimaryDomain() {
        assertThat(acme(TenantStatus.ACTIVE, List.of(OTHER)).primaryHost()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isActiveInOneStatusOnly(TenantStatus status) {
        assertThat(acme(status, List.of()).isActive()).isEqualTo(status == TenantStatus.ACTIVE);
    }

    @Test
    void describesItselfByNameAndId() {
        assertThat(acme(TenantStatus.ACTIVE, List.of()).describe()).isEqualTo("acme (id 42)");
    }

    @Test
    void isAnotherTenantWhenItsNameIsUsedAgain() {
        Tenant again = new Tenant(43, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());
        assertThat(again).isNotEqualTo(acme(TenantStatus.ACTIVE, List.of()));
    }
}
