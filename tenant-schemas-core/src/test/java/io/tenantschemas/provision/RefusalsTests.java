package io.tenantschemas.provision;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;

import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.schema.SchemaTooLargeException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThatException;
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

    @Test
    void namesRowsThatReferToATenantOnlyWhereItIsDropped() {
        assertThatExceptionOfType(TenantReferencedException.class).isThrownBy(() -> explain("dropped", "23503"));
        for (String what : new String[] {"created", "renamed"}) {
            assertThatExceptionOfType(ProvisioningFailedException.class)
                    .isThrownBy(() -> explain(what, "23503"))
                    .withMessageContaining("Tenant 'acme' was not " + what);
        }
    }

    @Test
    void tellsWhatIsFoundOutAtTheCommit() {
        assertThatExceptionOfType(TenantReferencedException.class)
                .isThrownBy(() -> new Refusals(ACME, "dropped").explain(() -> {
                    throw new DataIntegrityViolationException("at commit", new SQLException("refused", "23503"));
                }));
    }

    @Test
    void passesOnWhatAnInitializerThrew() {
        DataIntegrityViolationException thrown =
                new DataIntegrityViolationException("no such row", new SQLException("refused", "23503"));
        InitializerFailedException.note(new Tenant(1, ACME, TenantStatus.ACTIVE, List.of()), tenant -> {}, thrown);
        assertThatException()
                .isThrownBy(() -> new Refusals(ACME, "created").explain(() -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
    }

    @ParameterizedTest
    @CsvSource({
        "renamed, 55P03, transactions that use its row or its tables did not end within 5000 ms: refused",
        "created, 55P03, transactions that use what it needs did not end within 5000 ms: refused",
        "renamed, 40P01, its transaction and another one waited for each other: refused. Try again",
        "created, 40P01, refers to their own table. Try again"
    })
    void tellsOfThoseWhoDoNotMakeWay(String what, String state, String reason) {
        assertThatExceptionOfType(TenantBusyException.class)
                .isThrownBy(() -> explain(what, state))
                .withMessageStartingWith("Tenant 'acme' was not " + what)
                .withMessageContaining(reason);
    }

    @Test
    void tellsWhichMigrationOthersDidNotMakeWayFor() {
        assertThatExceptionOfType(TenantBusyException.class)
                .isThrownBy(() -> failToMigrate("55P03"))
                .withMessageContaining("V2__plans.sql: refused (SQLSTATE 55P03)")
                .withCauseInstanceOf(SchemaMigrationException.class);
        assertThatExceptionOfType(SchemaMigrationException.class).isThrownBy(() -> failToMigrate("42601"));
    }

    private static void failToMigrate(String state) {
        MigrationFailure failure =
                new MigrationFailure("refused", "V2__plans.sql", null, null, state, null, null, true);
        new Refusals(ACME, "created").explain(() -> {
            throw new SchemaMigrationException(MigrationTarget.tenant(ACME), failure, null);
        });
    }
}
