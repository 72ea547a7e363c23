package io.tenantschemas.context.propagation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TenantBindingAccessorTests {

    private static final TenantBinding ACME = tenant(1, "acme");

    private static final TenantBinding GLOBEX = tenant(2, "globex");

    private static final TenantBinding SHARED = TenantBinding.toShared();

    private static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private static TenantBinding tenant(long id, String schema) {
        return TenantBinding.to(new Tenant(id, SchemaName.of(schema), TenantStatus.ACTIVE, List.of()));
    }

    @AfterEach
    void cleanThread() throws Exception {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.clearSynchronization();
        }
        assertThat(TenantContext.isBound()).isFalse();
        assertThat(thread.submit(TenantContext::isBound).get()).isFalse();
        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isFoundByItself() {
        assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
                .hasAtLeastOneElementOfType(TenantBindingAccessor.class);
    }

    @Test
    void takesTheBindingToAnotherThread() throws Exception {
        for (TenantBinding binding : List.of(ACME, SHARED, UNBOUND)) {
            ContextSnapshot snapshot = in(binding, () -> snapshots.captureAll());
            assertThat(thread.submit(snapshot.wrap(TenantContext::binding)).get())
                    .isEqualTo(binding);
        }
    }

    @Test
    void restoresWhatTheThreadHadBefore() {
        ContextSnapshot snapshot = in(GLOBEX, () -> snapshots.captureAll());
        for (TenantBinding before : List.of(ACME, SHARED, UNBOUND)) {
            assertThat(in(before, () -> {
                        Runnable nothing = () -> {};
                        snapshot.wrap(nothing).run();
                        return TenantContext.binding();
                    }))
                    .isEqualTo(before);
        }
    }

    @Test
    void restoresAfterAnException() {
        Runnable failing = () -> {
            throw new IllegalStateException("a bug");
        };
        Runnable task = in(ACME, () -> snapshots.captureAll().wrap(failing));
        assertThatIllegalStateException().isThrownBy(task::run);
        assertThat(TenantContext.isBound()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void unbindsAThreadForASnapshotThatWasTakenWhereNothingWasBound(boolean clearMissing) {
        ContextSnapshotFactory factory =
                ContextSnapshotFactory.builder().clearMissing(clearMissing).build();
        ContextSnapshot snapshot = factory.captureAll();
        in(ACME, () -> {
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                assertThat(TenantContext.binding()).isEqualTo(UNBOUND);
            }
            assertThat(TenantContext.binding()).isEqualTo(ACME);
            return ACME;
        });
    }

    @Test
    void unbindsAThreadForASnapshotThatKnowsNothingOfTenants() {
        ContextSnapshot snapshot = ContextSnapshotFactory.builder()
                .clearMissing(true)
                .captureKeyPredicate(key -> !key.equals(TenantBindingAccessor.KEY))
                .build()
                .captureAll();
        in(ACME, () -> {
            try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
                assertThat(TenantContext.binding()).isEqualTo(UNBOUND);
            }
            assertThat(TenantContext.binding()).isEqualTo(ACME);
            return ACME;
        });
    }

    @Test
    void nests() {
        ContextSnapshot acme = in(ACME, () -> snapshots.captureAll());
        ContextSnapshot globex = in(GLOBEX, () -> snapshots.captureAll());
        List<TenantBinding> seen = new ArrayList<>();
        try (ContextSnapshot.Scope outer = acme.setThreadLocals()) {
            try (ContextSnapshot.Scope inner = globex.setThreadLocals()) {
                seen.add(TenantContext.binding());
            }
            seen.add(TenantContext.binding());
        }
        assertThat(seen).containsExactly(GLOBEX, ACME);
    }

    @Test
    void goesAlongWithMicrometersExecutor() throws Exception {
        ExecutorService executor = ContextExecutorService.wrap(thread, snapshots::captureAll);
        assertThat(in(ACME, () -> executor.submit(TenantContext::binding)).get())
                .isEqualTo(ACME);
    }

    @Test
    void goesAlongWithSpringsDecorator() throws Exception {
        List<TenantBinding> seen = new CopyOnWriteArrayList<>();
        Runnable look = () -> seen.add(TenantContext.binding());
        thread.submit(in(ACME, () -> new ContextPropagatingTaskDecorator().decorate(look)))
                .get();
        assertThat(seen).containsExactly(ACME);
    }

    @Test
    void keepsBoundWorkOutOfATransactionWithoutAnException() {
        ContextSnapshot globex = in(GLOBEX, () -> snapshots.captureAll());
        in(ACME, () -> {
            TransactionSynchronizationManager.initSynchronization();
            try (ContextSnapshot.Scope scope = globex.setThreadLocals()) {
                assertThat(TenantContext.binding()).isEqualTo(GLOBEX);
            }
            return TenantContext.binding();
        });
    }

    @Test
    void bindsUnboundWorkInATransactionOfATenantToWhatItsConnectionRefuses() {
        ContextSnapshot unbound = snapshots.captureAll();
        in(ACME, () -> {
            TransactionSynchronizationManager.initSynchronization();
            try (ContextSnapshot.Scope scope = unbound.setThreadLocals()) {
                assertThat(TenantContext.binding()).isEqualTo(SHARED);
            }
            assertThat(TenantContext.binding()).isEqualTo(ACME);
            return ACME;
        });
    }

    @Test
    void restoresInATransactionThatWasLeftOpen() {
        ContextSnapshot globex = in(GLOBEX, () -> snapshots.captureAll());
        try (ContextSnapshot.Scope scope = globex.setThreadLocals()) {
            TransactionSynchronizationManager.initSynchronization();
        }
        assertThat(TenantContext.binding()).isEqualTo(UNBOUND);
    }

    private static <T> T in(TenantBinding binding, Supplier<T> work) {
        try (TenantScope scope = TenantScope.open(binding)) {
            return work.get();
        } finally {
            if (TransactionSynchronizationManager.isSynchronizationActive()) {
                TransactionSynchronizationManager.clearSynchronization();
            }
        }
    }
}
