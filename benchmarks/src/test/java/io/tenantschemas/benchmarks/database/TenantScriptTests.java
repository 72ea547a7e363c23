package io.tenantschemas.benchmarks.database;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TenantScriptTests {

    @Test
    void runsMigrationsInTheOrderOfTheirVersions() {
        assertThat(TenantScript.ofShop().of(7))
                .containsSubsequence(
                        "CREATE SCHEMA t0007", "TABLE products ", "TABLE shipments ", "TABLE staff_members ");
    }

    @Test
    void makesTwentyTables() {
        assertThat(TenantScript.ofShop().of(1).split("CREATE TABLE", -1)).hasSize(21);
    }
}
