package io.tenantschemas.registry;

import org.junit.jupiter.api.Test;

import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

class TenantChannelTests {

    @Test
    void isCalledAfterThePublicSchema() {
        assertThat(channel("public").name()).isEqualTo("tenant_schemas_public");
    }

    @Test
    void isNoLongerThanPostgresAllowsAndStillAnotherOneForEachSchema() {
        String one = channel("a".repeat(62) + "b").name();
        String other = channel("a".repeat(62) + "c").name();
        assertThat(one).hasSize(63).isNotEqualTo(other);
        assertThat(other).hasSize(63);
    }

    private static TenantChannel channel(String schema) {
        return new TenantChannel(SchemaName.of(schema));
    }
}
