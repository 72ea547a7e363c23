package io.tenantschemas.provision;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefusalsTests {

    private static final SchemaName ACME = SchemaName.of("acme");

    private static void explain(String what, String state) {
        new Refusals(ACME, what).explain(() -> {
            throw new SQLException("refused", state);
        });
    }

    @ParameterizedTest
    @CsvSource({"dropped, delete-tenant", "renamed, Raise max_locks_per_transaction"})
    void namesTheWayOutWhereTheLockTableIsFull(String what, String wayOut) {
        assertThatExceptionOfType(SchemaTooLargeException.class)
                .isThrownBy(() -> explain(what, "53200"))
                .withMessageStartingWith("Schema 'acme' was not %s".formatted(what))
                .withMessageContaining(wayOut);
    }

    @Test
    void saysWhatTheDatabaseSaysWhereNothingElseIsKnown() {
        assertThatExceptionOfType(ProvisioningFailedException.class)
                .isThrownBy(() -> explain("suspended", "53200"))
                .withMessageContaining("Tenant 'acme' was not suspended")
                .withMessageContaining("refused");
    }

    @ParameterizedTest
    @CsvSource({"55P03", "40P01"})
    void tellsOfThoseWhoDoNotMakeWay(String state) {
        assertThatExceptionOfType(TenantBusyException.class).isThrownBy(() -> explain("renamed", state));
    }
}
