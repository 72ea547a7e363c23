package io.tenantschemas.registry;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class TenantChangeTests {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static final SchemaName GLOBEX = SchemaName.of("globex");

    static Stream<TenantChange> changes() {
        return Stream.of(
                new TenantChange.Created(42, ACME),
                new TenantChange.Changed(42, ACME),
                new TenantChange.Renamed(42, ACME, GLOBEX),
                new TenantChange.Dropped(-1, ACME),
                new TenantChange.Migrated(ACME),
                new TenantChange.Everything());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void readsWhatItWrites(TenantChange change) {
        assertThat(TenantChange.of(change.text())).isEqualTo(change);
    }

    @Test
    void isShortAndLegible() {
        assertThat(new TenantChange.Renamed(42, ACME, GLOBEX).text()).isEqualTo("renamed 42 acme globex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dropped",
                "dropped 42",
                "dropped 42 Acme",
                "dropped 42 pg_acme",
                "dropped 99999999999999999999 acme",
                "dropped 9999999999999999999 acme",
                "dropped 42 acme globex",
                "renamed 42 acme",
                "moved 42 acme",
                "migrated",
                "migrated 42",
                "migrated pg_acme",
                "dropped 42 acme\n"
            })
    void takesWhatItDoesNotUnderstandForAnything(String text) {
        assertThat(TenantChange.of(text)).isEqualTo(new TenantChange.Everything());
    }

    @Test
    void concernsTheTenantByIdAndByName() {
        TenantChange renamed = new TenantChange.Renamed(42, ACME, GLOBEX);
        assertThat(renamed.concerns(tenant(42, "other"))).isTrue();
        assertThat(renamed.concerns(tenant(1, "acme"))).isTrue();
        assertThat(renamed.concerns(tenant(1, "globex"))).isTrue();
        assertThat(renamed.concerns(tenant(1, "other"))).isFalse();
    }

    @Test
    void concernsNoTenantWhereASchemaWasMigrated() {
        assertThat(new TenantChange.Migrated(ACME).concerns(tenant(42, "acme"))).isFalse();
    }

    private static Tenant tenant(long id, String schema) {
        return new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
    }
}
