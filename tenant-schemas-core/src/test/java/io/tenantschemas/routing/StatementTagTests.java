package io.tenantschemas.routing;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;

class StatementTagTests {

    private static final Tenant ACME = new Tenant(42, SchemaName.of("acme"), TenantStatus.ACTIVE, List.of());

    private static String tagged(String sql) {
        return StatementTag.on(sql, ACME);
    }

    @Test
    void saysWhoseAStatementIs() {
        assertThat(tagged("SELECT 1")).isEqualTo("SELECT 1\n/* tenant 42 */");
    }

    @Test
    void isNotPartOfAComment() {
        assertThat(tagged("SELECT 1 -- one")).isEqualTo("SELECT 1 -- one\n/* tenant 42 */");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", " ;", ";\n", ";;", " ; ; "})
    void isNoStatementOfItsOwn(String end) {
        assertThat(tagged("SELECT 1" + end)).isEqualTo("SELECT 1\n/* tenant 42 */" + end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";"})
    void leavesAloneWhatIsNoStatement(String sql) {
        assertThat(tagged(sql)).isEqualTo(sql);
    }
}
