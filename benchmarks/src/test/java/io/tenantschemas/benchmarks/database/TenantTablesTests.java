package io.tenantschemas.benchmarks.database;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class TenantTablesTests {

    @ParameterizedTest
    @EnumSource
    void haveAMigrationThatComesAfterAllOthers(TenantTables tables) {
        assertThat(tables.next().version())
                .isEqualTo(tables.migrations().size() + 1)
                .isGreaterThan(
                        tables.migrations().get(tables.migrations().size() - 1).version());
    }

    /** What is counted after a migration depends on it. */
    @ParameterizedTest
    @EnumSource
    void getOneColumnMore(TenantTables tables) {
        assertThat(tables.next().sql().split("ADD COLUMN", -1)).hasSize(2);
    }
}
