package io.tenantschemas.isolationcheck.way;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.isolationcheck.run.Failures;
import io.tenantschemas.routing.StaleTenantException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every way to a tenant's data has to keep. */
abstract class WayToDataContract {

    /** Returns the application in which the way is gone; it has one session of the server. */
    abstract TwoTenants application();

    abstract Access way();

    /** Returns what begins the transactions in which the way is gone. */
    abstract PlatformTransactionManager transactionManager();

    private TransactionTemplate transaction() {
        return new TransactionTemplate(transactionManager());
    }

    @BeforeEach
    void clear() {
        application().clear();
    }

    @Test
    void findsTheRowsOfTheBoundTenantOnly() {
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        insert(ACME, "a2");
        assertThat(find(ACME)).containsExactlyInAnyOrder("a1", "a2");
        assertThat(find(GLOBEX)).containsExactly("g1");
        assertThat(find(ACME)).containsExactlyInAnyOrder("a1", "a2");
    }

    @Test
    void writesToTheBoundTenantOnly() {
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        assertThat(application().rowsOf(ACME)).extracting(Row::marker).containsExactly("a1");
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("g1");
    }

    @Test
    void changesAndDeletesRowsOfTheBoundTenantOnly() {
        insert(ACME, "same");
        insert(GLOBEX, "same");
        inTransaction(ACME, () -> way().change("same", 7));
        inTransaction(GLOBEX, () -> way().change("same", 8));
        assertThat(application().rowsOf(ACME)).extracting(Row::amount).containsExactly(7);
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::amount).containsExactly(8);
        inTransaction(GLOBEX, () -> way().delete("same"));
        assertThat(application().rowsOf(ACME)).hasSize(1);
        assertThat(application().rowsOf(GLOBEX)).isEmpty();
    }

    @Test
    void drawsIdentifiersFromTheBoundTenantsSequence() {
        for (int i = 0; i < 3; i++) {
            insert(ACME, "a" + i);
            insert(GLOBEX, "g" + i);
        }
        assertThat(application().rowsOf(ACME))
                .extracting(TwoTenants::ownerOfId)
                .containsOnly(application().idOf(ACME));
        assertThat(application().rowsOf(GLOBEX))
                .extracting(TwoTenants::ownerOfId)
                .containsOnly(application().idOf(GLOBEX));
    }

    @Test
    void keepsToTheTenantAfterARollback() {
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        for (SchemaName tenant : List.of(ACME, GLOBEX, ACME)) {
            in(
                    tenant,
                    () -> transaction().execute(status -> {
                        way().insert(rows(tenant, "undone"));
                        status.setRollbackOnly();
                        return "";
                    }));
            assertThat(find(GLOBEX)).containsExactly("g1");
            assertThat(find(ACME)).containsExactly("a1");
        }
    }

    @Test
    void keepsToTheTenantAfterAFailure() {
        insert(ACME, "a1");
        assertThatThrownBy(() -> insert(ACME, "a1")).isInstanceOf(RuntimeException.class);
        assertThat(find(GLOBEX)).isEmpty();
        insert(GLOBEX, "a1");
        assertThat(find(ACME)).containsExactly("a1");
    }

    @Test
    void findsRowsWithoutATransaction() {
        if (way().needsTransactionToRead()) {
            return;
        }
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        for (int i = 0; i < 3; i++) {
            assertThat(in(ACME, () -> markers())).containsExactly("a1");
            assertThat(in(GLOBEX, () -> markers())).containsExactly("g1");
        }
    }

    @Test
    void findsRowsOnAConnectionThatIsKeptWithoutATransaction() {
        if (way().needsTransactionToRead() || !application().hasAutoCommit()) {
            return;
        }
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        TransactionTemplate scope = transaction();
        scope.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
        in(
                ACME,
                () -> scope.execute(status -> {
                    for (int i = 0; i < 3; i++) {
                        leaveSessionAtAnotherThan(ACME);
                        assertThat(markers()).containsExactly("a1");
                    }
                    return "";
                }));
        assertThat(find(GLOBEX)).containsExactly("g1");
    }

    @Test
    void findsRowsInAReadOnlyTransaction() {
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        TransactionTemplate readOnly = transaction();
        readOnly.setReadOnly(true);
        assertThat(find(ACME, readOnly)).containsExactly("a1");
        assertThat(find(GLOBEX, readOnly)).containsExactly("g1");
    }

    @Test
    void findsNothingWithoutATenant() {
        insert(ACME, "a1");
        assertThatThrownBy(this::markersThoughSessionIsLeftAtAcme).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> application().template().executeShared(this::markersThoughSessionIsLeftAtAcme))
                .isInstanceOf(RuntimeException.class);
        assertThat(find(ACME)).containsExactly("a1");
    }

    @Test
    void refusesAnotherTenantWithinATransaction() {
        Tenant globex = in(GLOBEX, () -> TenantContext.current().orElseThrow());
        inTransaction(ACME, () -> {
            way().insert(rows(ACME, "a1"));
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> application().template().execute(globex, this::markers));
            assertThat(markers()).containsExactly("a1");
        });
        assertThat(find(GLOBEX)).isEmpty();
    }

    @Test
    void findsNothingOfAFormerTenantOfTheName() {
        insert(ACME, "former");
        application().replaceAcme();
        assertThat(find(ACME)).isEmpty();
        insert(ACME, "a1");
        assertThat(find(ACME)).containsExactly("a1");
        assertThat(application().rowsOf(ACME))
                .extracting(TwoTenants::ownerOfId)
                .containsOnly(application().idOf(ACME));
    }

    @Test
    void refusesATenantThatHadTheNameBefore() {
        Tenant former = in(ACME, () -> TenantContext.current().orElseThrow());
        application().replaceAcme();
        insert(ACME, "a1");
        assertThatThrownBy(() -> application().template().execute(former, this::markersThoughSessionIsLeftAtAcme))
                .satisfies(failure -> assertThat(Failures.has(failure, StaleTenantException.class))
                        .isTrue());
        assertThat(find(ACME)).containsExactly("a1");
    }

    private List<Row> rows(SchemaName tenant, String... markers) {
        return Stream.of(markers)
                .map(marker -> application().row(tenant, marker))
                .toList();
    }

    private void insert(SchemaName tenant, String marker) {
        inTransaction(tenant, () -> way().insert(rows(tenant, marker)));
    }

    private List<String> find(SchemaName tenant) {
        return find(tenant, transaction());
    }

    private List<String> find(SchemaName tenant, TransactionTemplate transaction) {
        return in(tenant, transaction, this::markers);
    }

    private List<String> markers() {
        return way().findAll().stream().map(Row::marker).toList();
    }

    private List<String> markersThoughSessionIsLeftAtAcme() {
        application().leaveSessionAt(ACME);
        return transaction().execute(status -> markers());
    }

    private void inTransaction(SchemaName tenant, Runnable work) {
        in(tenant, transaction(), () -> {
            work.run();
            return "";
        });
    }

    private <T> T in(SchemaName tenant, TransactionTemplate transaction, Supplier<T> work) {
        return in(tenant, () -> {
            // The tenant is looked up by now, over the same session; a transaction takes it when it begins.
            leaveSessionAtAnotherThan(tenant);
            return transaction.execute(status -> work.get());
        });
    }

    private <T> T in(SchemaName tenant, Supplier<T> work) {
        leaveSessionAtAnotherThan(tenant);
        return application().template().execute(tenant, work::get);
    }

    private void leaveSessionAtAnotherThan(SchemaName tenant) {
        application().leaveSessionAt(tenant.equals(ACME) ? GLOBEX : ACME);
    }
}
