package io.tenantschemas.context.propagation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReactorPropagationTests {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final Scheduler scheduler = Schedulers.newSingle("single");

    private final Scheduler several = Schedulers.newParallel("several", 4);

    @BeforeEach
    void propagate() {
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterEach
    void leavesNothingBound() throws Exception {
        Hooks.disableAutomaticContextPropagation();
        assertThat(TenantContext.isBound()).isFalse();
        assertThat(in(scheduler, TenantContext::isBound)).isFalse();
        scheduler.dispose();
        several.dispose();
    }

    private static <T> T in(Scheduler scheduler, Callable<T> task) {
        return Mono.fromCallable(task)
                .subscribeOn(scheduler)
                .contextWrite(context -> context.delete(TenantBindingAccessor.KEY))
                .blockOptional(LONG)
                .orElseThrow();
    }

    @Test
    void goesAlongWithPublishOn() {
        String seen = as(
                "acme",
                () -> Mono.just(1).publishOn(scheduler).map(each -> schema()).block(LONG));
        assertThat(seen).isEqualTo("acme");
    }

    @Test
    void goesAlongWithSubscribeOnInsideFlatMap() {
        List<String> seen = as(
                "acme",
                () -> Flux.range(0, 20)
                        .flatMap(each -> Mono.fromCallable(ReactorPropagationTests::schema)
                                .subscribeOn(several))
                        .collectList()
                        .block(LONG));
        assertThat(seen).hasSize(20).containsOnly("acme");
    }

    @Test
    void keepsInterleavedTenantsApart() {
        Map<String, Queue<String>> seen = new ConcurrentHashMap<>();
        Flux<String> acme = as("acme", () -> captured(looking("acme", seen)));
        Flux<String> globex = as("globex", () -> captured(looking("globex", seen)));
        Flux.merge(acme, globex).blockLast(LONG);
        assertThat(seen.get("acme")).hasSize(50).containsOnly("acme");
        assertThat(seen.get("globex")).hasSize(50).containsOnly("globex");
    }

    private Flux<String> looking(String tenant, Map<String, Queue<String>> seen) {
        return Flux.range(0, 50)
                .publishOn(scheduler)
                .map(each -> schema())
                .doOnNext(each -> seen.computeIfAbsent(tenant, key -> new ConcurrentLinkedQueue<>())
                        .add(each));
    }

    private static <T> Flux<T> captured(Flux<T> flux) {
        TenantBinding binding = TenantContext.binding();
        return flux.contextWrite(context -> context.put(TenantBindingAccessor.KEY, binding));
    }

    @Test
    void restoresAfterAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> as(
                        "acme",
                        () -> Mono.just(1)
                                .publishOn(scheduler)
                                .map(each -> {
                                    throw new IllegalStateException("a bug of " + schema());
                                })
                                .block(LONG)));
    }

    @Test
    void isTheSubscribersNotTheEmitters() {
        Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        captured(sink.asFlux().doOnNext(each -> seen.add(TenantContext.binding().describe())))
                .subscribe();
        as(
                "acme",
                () -> captured(sink.asFlux().doOnNext(each -> seen.add(schema())))
                        .subscribe());
        String afterwards = as("globex", () -> {
            sink.emitNext(1, Sinks.EmitFailureHandler.FAIL_FAST);
            return schema();
        });
        assertThat(seen).containsExactlyInAnyOrder("no tenant", "acme");
        assertThat(afterwards).isEqualTo("globex");
    }

    private static String schema() {
        return TenantContext.currentSchema().value();
    }

    private static <T> T as(String schema, Callable<T> work) {
        Tenant tenant = new Tenant(schema.hashCode(), SchemaName.of(schema), TenantStatus.ACTIVE, List.of());
        try (TenantScope scope = TenantScope.open(TenantBinding.to(tenant))) {
            return work.call();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
