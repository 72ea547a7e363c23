package io.tenantschemas.autoconfigure.context;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;

import static io.tenantschemas.autoconfigure.context.Probe.ACME;
import static io.tenantschemas.autoconfigure.context.Probe.GLOBEX;
import static io.tenantschemas.autoconfigure.context.Probe.UNBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code @Async} methods, whatever executor Spring finds for them. */
class AsyncMethodTests {

    private static final Queue<TenantBinding> SEEN = new ConcurrentLinkedQueue<>();

    private static final Queue<TenantBinding> AFTERWARDS = new ConcurrentLinkedQueue<>();

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TaskExecutionAutoConfiguration.class, TenantPropagationAutoConfiguration.class))
            .withBean(Later.class);

    @BeforeEach
    void forget() {
        SEEN.clear();
        AFTERWARDS.clear();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                WithBootsExecutor.class,
                WithAnExecutorOfItsOwn.class,
                WithTwoExecutors.class,
                First.class,
                BehindAnotherProxy.class,
                WithAnExcludedExecutor.class
            })
    void takeTheBindingAlong(Class<?> configuration) {
        contextRunner
                .withUserConfiguration(configuration)
                .withPropertyValues("tenant-schemas.propagation.exclude=excluded")
                .run(context -> {
                    for (TenantBinding binding :
                            new TenantBinding[] {ACME, UNBOUND, GLOBEX, TenantBinding.toShared()}) {
                        SEEN.clear();
                        assertThat(returned(context, binding)).isEqualTo(binding);
                        in(binding, () -> context.getBean(Later.class).look());
                        in(binding, () -> context.publishEvent("event"));
                        await().untilAsserted(() -> assertThat(SEEN).containsExactly(binding, binding));
                    }
                });
    }

    private static TenantBinding returned(ApplicationContext context, TenantBinding binding) throws Exception {
        try (TenantScope scope = TenantScope.open(binding)) {
            return context.getBean(Later.class).binding().get(20, TimeUnit.SECONDS);
        }
    }

    private static void in(TenantBinding binding, Runnable work) {
        try (TenantScope scope = TenantScope.open(binding)) {
            work.run();
        }
    }

    @Test
    void leaveNothingInTheThread() {
        contextRunner.withUserConfiguration(WithAnExecutorOfItsOwn.class).run(context -> {
            in(ACME, () -> context.getBean(Later.class).leave());
            in(ACME, () -> context.getBean(Later.class).fail());
            await().untilAsserted(() -> assertThat(AFTERWARDS).containsExactly(UNBOUND, UNBOUND));
        });
    }

    static class Later {

        @Async
        public void look() {
            SEEN.add(TenantContext.binding());
        }

        @Async
        public CompletableFuture<TenantBinding> binding() {
            return CompletableFuture.completedFuture(TenantContext.binding());
        }

        @Async
        @EventListener
        public void listen(String event) {
            SEEN.add(TenantContext.binding());
        }

        @Async
        public void leave() {
            TenantScope.open(GLOBEX);
        }

        @Async
        public void fail() {
            throw new IllegalStateException("a bug");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class WithBootsExecutor {}

    // Each with an annotation of its own alone: that of a superclass would take its place.
    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class WithAnExecutorOfItsOwn extends OwnExecutor {}

    static class OwnExecutor implements AsyncConfigurer {

        @Override
        public Executor getAsyncExecutor() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor() {

                private static final long serialVersionUID = 1L;

                @Override
                protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                    AFTERWARDS.add(TenantContext.binding());
                }
            };
            executor.initialize();
            return executor;
        }
    }

    /** Spring cannot decide and makes an executor of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class WithTwoExecutors {

        @Bean
        ThreadPoolTaskExecutor one() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor other() {
            return new ThreadPoolTaskExecutor();
        }
    }

    /** What goes along with the method is not for the executor to say. */
    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class WithAnExcludedExecutor {

        @Bean
        SimpleAsyncTaskExecutor excluded() {
            return new SimpleAsyncTaskExecutor();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true, order = Ordered.HIGHEST_PRECEDENCE)
    static class First extends OwnExecutor {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true, order = Ordered.HIGHEST_PRECEDENCE)
    static class BehindAnotherProxy extends OwnExecutor {

        @Bean
        static Wrapping wrapping() {
            return new Wrapping();
        }
    }

    /** Puts a proxy of its own before that of {@code @Async}. */
    static final class Wrapping implements BeanPostProcessor, Ordered {

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (!(bean instanceof Later)) {
                return bean;
            }
            ProxyFactory proxy = new ProxyFactory(bean);
            proxy.setProxyTargetClass(true);
            return proxy.getProxy();
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }
}
