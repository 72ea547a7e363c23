package io.tenantschemas.isolationcheck.way;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.transaction.IllegalTransactionStateException;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.isolationcheck.access.Access;
import io.tenantschemas.isolationcheck.model.Row;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

import static io.tenantschemas.isolationcheck.way.TwoTenants.ACME;
import static io.tenantschemas.isolationcheck.way.TwoTenants.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What holds for {@code @Transactional} methods of every kind, whoever manages the transactions. */
abstract class PropagationContract {

    /** Returns an application with two connections, for a transaction and another one in its midst. */
    abstract TwoTenants application();

    abstract Access way();

    abstract Propagations service();

    @BeforeEach
    void writeARowForEach() {
        application().clear();
        insert(ACME, "a1");
        insert(GLOBEX, "g1");
        assertThat(application().rowsOf(ACME)).extracting(Row::marker).containsExactly("a1");
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("g1");
    }

    static Stream<Kind> beginning() {
        return Stream.of(
                new Kind("REQUIRED", Propagations::required),
                new Kind("REQUIRES_NEW", Propagations::requiresNew),
                new Kind("NESTED", Propagations::nested),
                new Kind("SUPPORTS", Propagations::supports),
                new Kind("NOT_SUPPORTED", Propagations::notSupported),
                new Kind("NEVER", Propagations::never),
                new Kind("READ_COMMITTED", Propagations::readCommitted),
                new Kind("REPEATABLE_READ", Propagations::repeatableRead),
                new Kind("SERIALIZABLE", Propagations::serializable),
                new Kind("read-only", Propagations::readOnly));
    }

    static Stream<Kind> suspending() {
        return beginning()
                .filter(kind -> List.of("REQUIRES_NEW", "NOT_SUPPORTED").contains(kind.name()));
    }

    static Stream<Kind> joining() {
        return Stream.of(
                new Kind("REQUIRED", Propagations::required),
                new Kind("SUPPORTS", Propagations::supports),
                new Kind("MANDATORY", Propagations::mandatory));
    }

    @ParameterizedTest
    @MethodSource("beginning")
    void findsTheRowsOfTheBoundTenantOnly(Kind kind) {
        for (int i = 0; i < 2; i++) {
            assertThat(find(ACME, kind)).containsExactly("a1");
            assertThat(find(GLOBEX, kind)).containsExactly("g1");
        }
    }

    @ParameterizedTest
    @MethodSource("suspending")
    void findsTheRowsOfTheBoundTenantInTheMidstOfItsTransaction(Kind kind) {
        in(
                ACME,
                () -> service().required(() -> {
                    way().insert(List.of(application().row(ACME, "a2")));
                    assertThat(kind.call().in(service(), this::markers)).containsExactly("a1");
                    assertThat(markers()).containsExactlyInAnyOrder("a1", "a2");
                    return "";
                }));
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("g1");
    }

    @ParameterizedTest
    @MethodSource("joining")
    void joinsTheTransactionOfTheBoundTenant(Kind kind) {
        in(
                GLOBEX,
                () -> service().required(() -> {
                    way().insert(List.of(application().row(GLOBEX, "g2")));
                    assertThat(kind.call().in(service(), this::markers)).containsExactlyInAnyOrder("g1", "g2");
                    return "";
                }));
        assertThat(application().rowsOf(ACME)).extracting(Row::marker).containsExactly("a1");
    }

    @ParameterizedTest
    @MethodSource("joining")
    void refusesAnotherTenantWithinATransaction(Kind kind) {
        Tenant globex = in(GLOBEX, () -> TenantContext.current().orElseThrow());
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> in(
                        ACME,
                        () -> service()
                                .required(() -> kind.call()
                                        .in(
                                                service(),
                                                () -> application().template().execute(globex, this::markers)))));
    }

    @Test
    void servesAnotherTenantWhileTheTransactionIsSuspended() {
        in(
                ACME,
                () -> service().required(() -> {
                    way().insert(List.of(application().row(ACME, "a2")));
                    List<String> others = service()
                            .notSupported(() -> in(
                                    GLOBEX,
                                    () -> service().required(() -> {
                                        way().insert(List.of(application().row(GLOBEX, "g2")));
                                        return markers();
                                    })));
                    assertThat(others).containsExactlyInAnyOrder("g1", "g2");
                    assertThat(markers()).containsExactlyInAnyOrder("a1", "a2");
                    return "";
                }));
        assertThat(application().rowsOf(ACME)).extracting(Row::marker).containsExactly("a1", "a2");
        assertThat(application().rowsOf(GLOBEX)).extracting(Row::marker).containsExactly("g1", "g2");
    }

    @Test
    void refusesWhatPropagationForbids() {
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> in(ACME, () -> service().mandatory(this::markers)));
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() ->
                        in(ACME, () -> service().required(() -> service().never(this::markers))));
        assertThat(find(GLOBEX, new Kind("REQUIRED", Propagations::required))).containsExactly("g1");
    }

    private void insert(SchemaName tenant, String marker) {
        in(
                tenant,
                () -> service().required(() -> {
                    way().insert(List.of(application().row(tenant, marker)));
                    return "";
                }));
    }

    private List<String> find(SchemaName tenant, Kind kind) {
        return in(tenant, () -> kind.call().in(service(), this::markers));
    }

    List<String> markers() {
        return way().findAll().stream().map(Row::marker).toList();
    }

    <T> T in(SchemaName tenant, Supplier<T> work) {
        application().leaveSessionAt(tenant.equals(ACME) ? GLOBEX : ACME);
        return application().template().execute(tenant, work::get);
    }

    /** A kind of transaction. */
    record Kind(String name, Call call) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A method of the service. */
    @FunctionalInterface
    interface Call {

        List<String> in(Propagations service, Supplier<List<String>> work);
    }
}
