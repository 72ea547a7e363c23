package io.tenantschemas.context;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static io.tenantschemas.context.FakeTenantDirectory.ACME;
import static io.tenantschemas.context.FakeTenantDirectory.GLOBEX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TenantTaskDecoratorTests {

    private static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    private final TenantTaskDecorator decorator = new TenantTaskDecorator();

    private final List<TenantBinding> seen = new ArrayList<>();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    static List<TenantBinding> bindings() {
        return List.of(TenantBinding.to(ACME), TenantBinding.toShared(), UNBOUND);
    }

    @AfterEach
    void cleanThread() throws Exception {
        assertThat(TenantContext.isBound()).isFalse();
        TransactionSynchronizationManager.setActualTransactionActive(false);
        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void bindsWhatTheSubmitterIsBoundTo(TenantBinding binding) throws Exception {
        Runnable task = in(binding, () -> decorator.decorate(this::look));
        thread.submit(task).get();
        assertThat(seen).containsExactly(binding);
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void bindsWhatTheSubmitterOfACallableIsBoundTo(TenantBinding binding) throws Exception {
        Callable<TenantBinding> task = in(binding, () -> decorator.decorateCallable(TenantContext::binding));
        assertThat(thread.submit(task).get()).isEqualTo(binding);
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void restoresWhatTheThreadHadBefore(TenantBinding before) {
        Runnable task = in(TenantBinding.to(GLOBEX), () -> decorator.decorate(this::look));
        TenantBinding afterwards = in(before, () -> {
            task.run();
            return TenantContext.binding();
        });
        assertThat(seen).containsExactly(TenantBinding.to(GLOBEX));
        assertThat(afterwards).isEqualTo(before);
    }

    @Test
    void restoresAfterAnException() throws Exception {
        Future<?> failed = thread.submit(in(
                TenantBinding.to(ACME),
                () -> decorator.decorate(() -> {
                    throw new IllegalStateException("a bug");
                })));
        assertThat(failed)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(thread.submit(TenantContext::binding).get()).isEqualTo(UNBOUND);
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void cleansUpWhatATaskLeavesBehind(TenantBinding binding) throws Exception {
        thread.submit(in(binding, () -> decorator.decorate(() -> TenantScope.open(TenantBinding.to(GLOBEX)))))
                .get();
        assertThat(thread.submit(TenantContext::binding).get()).isEqualTo(UNBOUND);
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void cleansUpWhatACallableLeavesBehind(TenantBinding binding) throws Exception {
        thread.submit(in(binding, () -> decorator.decorateCallable(() -> TenantScope.open(TenantBinding.to(GLOBEX)))))
                .get();
        assertThat(thread.submit(TenantContext::binding).get()).isEqualTo(UNBOUND);
    }

    @Test
    void doesNotPassOnWhatTheThreadHappensToBeBoundTo() {
        Runnable unbound = decorator.decorate(this::look);
        in(TenantBinding.to(ACME), () -> {
            unbound.run();
            return TenantContext.binding();
        });
        assertThat(seen).containsExactly(UNBOUND);
    }

    @Test
    void runsInTheSubmittersThreadInsideItsTransaction() {
        in(TenantBinding.to(ACME), () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            new SyncTaskExecutor().execute(decorator.decorate(this::look));
            TransactionSynchronizationManager.setActualTransactionActive(false);
            return seen;
        });
        assertThat(seen).containsExactly(TenantBinding.to(ACME));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void isRefusedInsideATransactionOfAnotherTenant(TenantBinding binding) {
        Runnable task = in(binding, () -> decorator.decorate(this::look));
        in(TenantBinding.to(GLOBEX), () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(task::run)
                    .withMessageContaining("tenant 'globex' (id 2)");
            TransactionSynchronizationManager.setActualTransactionActive(false);
            return TenantContext.binding();
        });
        assertThat(seen).isEmpty();
    }

    private void look() {
        seen.add(TenantContext.binding());
    }

    private static <T> T in(TenantBinding binding, Supplier<T> work) {
        try (TenantScope scope = TenantScope.open(binding)) {
            return work.get();
        }
    }
}
