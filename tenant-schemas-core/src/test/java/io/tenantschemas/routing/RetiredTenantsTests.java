package io.tenantschemas.routing;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class RetiredTenantsTests {

    private static final SchemaName ACME = new SchemaName("acme");

    private final RetiredTenants retired = new RetiredTenants();

    @Test
    void remembersWhoIsGone() {
        retired.retire(1, ACME);

        assertThat(retired.contains(tenant(1, "acme"))).isTrue();
    }

    @Test
    void doesNotTakeTheNextOfThatNameForTheOneThatIsGone() {
        retired.retire(1, ACME);

        assertThat(retired.contains(tenant(2, "acme"))).isFalse();
    }

    @Test
    void doesNotTakeARenamedTenantForWhatItWas() {
        retired.retire(1, ACME);

        assertThat(retired.contains(tenant(1, "acme_ltd"))).isFalse();
    }

    @Test
    void letsInWhoIsRenamedBack() {
        retired.retire(1, ACME);
        retired.reinstate(1, ACME);

        assertThat(retired.contains(tenant(1, "acme"))).isFalse();
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        retired.retire(0, ACME);
        for (int id = 1; id <= 10_000; id++) {
            retired.retire(id, ACME);
        }

        assertThat(retired.contains(tenant(0, "acme"))).isFalse();
        assertThat(retired.contains(tenant(10_000, "acme"))).isTrue();
    }

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, new SchemaName(schema), TenantStatus.ACTIVE, List.of());
    }
}
