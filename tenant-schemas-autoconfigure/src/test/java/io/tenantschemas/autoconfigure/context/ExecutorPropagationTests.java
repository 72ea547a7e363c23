package io.tenantschemas.autoconfigure.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.context.ContextExecutorService;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
import org.springframework.scheduling.concurrent.ScheduledExecutorFactoryBean;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolExecutorFactoryBean;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutorService;
import org.springframework.security.task.DelegatingSecurityContextAsyncTaskExecutor;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.context.TenantTaskDecorator;

import static io.tenantschemas.autoconfigure.context.Probe.ACME;
import static io.tenantschemas.autoconfigure.context.Probe.UNBOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Executors and schedulers, Boot's and the application's, without a database. */
@ExtendWith(OutputCaptureExtension.class)
class ExecutorPropagationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TaskExecutionAutoConfiguration.class,
                    TaskSchedulingAutoConfiguration.class,
                    TenantPropagationAutoConfiguration.class));

    @Test
    void bootsExecutorTakesTheBindingAlong() {
        contextRunner.run(
                context -> Probe.takesAlong(context.getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class)));
    }

    @Test
    void bootsSchedulerTakesTheBindingAlong() {
        contextRunner
                .withUserConfiguration(Scheduling.class)
                .run(context -> Probe.takesAlong(context.getBean("taskScheduler", ThreadPoolTaskScheduler.class)));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void bootsExecutorOnVirtualThreadsTakesTheBindingAlong() {
        contextRunner
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context ->
                        Probe.takesAlong(context.getBean("applicationTaskExecutor", SimpleAsyncTaskExecutor.class)));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void bootsSchedulerOnVirtualThreadsTakesTheBindingAlong() {
        contextRunner
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .withUserConfiguration(Scheduling.class)
                .run(context -> Probe.takesAlong(context.getBean("taskScheduler", SimpleAsyncTaskScheduler.class)));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void anExecutorOfVirtualThreadsTakesTheBindingAlong() {
        contextRunner
                .withBean("own", VirtualThreadTaskExecutor.class)
                .run(context -> Probe.takesAlong(context.getBean("own", VirtualThreadTaskExecutor.class)));
    }

    @Test
    void whatBootsBuildersBuildTakesTheBindingAlong() {
        contextRunner.run(context -> {
            ThreadPoolTaskExecutor pool =
                    context.getBean(ThreadPoolTaskExecutorBuilder.class).build();
            pool.initialize();
            Probe.takesAlong(pool);
            pool.shutdown();
            Probe.takesAlong(
                    context.getBean(SimpleAsyncTaskExecutorBuilder.class).build());
            ThreadPoolTaskScheduler scheduler =
                    context.getBean(ThreadPoolTaskSchedulerBuilder.class).build();
            scheduler.initialize();
            Probe.takesAlong(scheduler);
            scheduler.shutdown();
        });
    }

    @Test
    void whatASchedulerSchedulesThatBootsBuilderBuiltAndNobodyMadeABeanIsBoundToNothing() {
        contextRunner.run(context -> {
            try (SimpleAsyncTaskScheduler scheduler =
                    context.getBean(SimpleAsyncTaskSchedulerBuilder.class).build()) {
                scheduler.start();
                for (Map.Entry<String, HandOver> way :
                        HandOver.waysOf(scheduler).entrySet()) {
                    assertThat(Probe.seen(ACME, way.getValue()))
                            .as(way.getKey())
                            .isEqualTo(way.getKey().startsWith("schedule") ? UNBOUND : ACME);
                }
            }
        });
    }

    static Stream<String> beans() {
        return Stream.of(Own.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Bean.class))
                .map(method -> method.getName())
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("beans")
    void anApplicationsOwnTakesTheBindingAlong(String bean) {
        own().run(context -> Probe.takesAlong(context.getBean(bean)));
    }

    @Test
    void anApplicationsOwnKeepsItsType(CapturedOutput output) {
        own().run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean("pool")).isExactlyInstanceOf(ThreadPoolTaskExecutor.class);
            assertThat(context.getBean("ownClass")).isInstanceOf(OwnExecutor.class);
            assertThat(context.getBean("virtualScheduler")).isInstanceOf(SimpleAsyncTaskScheduler.class);
            assertThat(context.getBean("ownPool")).isInstanceOf(OwnPool.class);
            assertThat(output).doesNotContain("is bound to no tenant");
        });
    }

    private ApplicationContextRunner own() {
        return contextRunner.withUserConfiguration(Own.class);
    }

    @Test
    void keepsADecoratorOfTheApplicationAndRunsItForTheTenant() {
        own().run(context -> {
            Own.SEEN.clear();
            Probe.seen(
                    ACME,
                    HandOver.waysOf(context.getBean("decoratedPool"))
                            .values()
                            .iterator()
                            .next());
            assertThat(Own.SEEN)
                    .containsExactly("decorating for tenant 'acme' (id 1)", "running for tenant 'acme' (id 1)");
        });
    }

    @Test
    void composesWithDecoratorBeansOfTheApplication() {
        List<String> seen = new ArrayList<>();
        contextRunner
                .withBean(
                        "noting",
                        TaskDecorator.class,
                        () -> task -> () -> {
                            seen.add(TenantContext.binding().describe());
                            task.run();
                        })
                .run(context -> {
                    Probe.seen(
                            ACME,
                            HandOver.waysOf(context.getBean("applicationTaskExecutor"))
                                    .values()
                                    .iterator()
                                    .next());
                    assertThat(seen).containsExactly("tenant 'acme' (id 1)");
                });
    }

    @Test
    void decoratesNothingTwice() {
        contextRunner.run(context -> {
            Object executor = context.getBean("applicationTaskExecutor");
            Object decorator = decoratorOf(executor);
            assertThat(decorator).isInstanceOf(TenantTaskDecorator.class);
            assertThat(processedAgain(context, executor)).isSameAs(executor);
            assertThat(decoratorOf(executor)).isSameAs(decorator);
        });
    }

    @Test
    void findsItsDecoratorAmongOthers() {
        contextRunner.withBean("other", TaskDecorator.class, () -> task -> task).run(context -> {
            Object executor = context.getBean("applicationTaskExecutor");
            Object decorator = decoratorOf(executor);
            assertThat(decorator).isInstanceOf(CompositeTaskDecorator.class);
            processedAgain(context, executor);
            assertThat(decoratorOf(executor)).isSameAs(decorator);
        });
    }

    @Test
    void putsOneProxyBeforeAnExecutor() {
        own().run(context -> {
            Advised proxy = (Advised) context.getBean("ownClass");
            int advisors = proxy.getAdvisorCount();
            assertThat(processedAgain(context, proxy)).isSameAs(proxy);
            assertThat(proxy.getAdvisorCount()).isEqualTo(advisors);
        });
    }

    private static Object processedAgain(ApplicationContext context, Object executor) {
        return context.getBean(ExecutorPostProcessor.class).postProcessAfterInitialization(executor, "again");
    }

    private static @Nullable Object decoratorOf(Object executor) {
        return new DirectFieldAccessor(executor).getPropertyValue("taskDecorator");
    }

    @Test
    void findsTheDecoratorBehindAProxyOfTheApplication() {
        Own.SEEN.clear();
        contextRunner
                .withBean("proxied", ThreadPoolTaskExecutor.class, () -> {
                    ProxyFactory factory = new ProxyFactory(Own.decorated());
                    factory.setProxyTargetClass(true);
                    return (ThreadPoolTaskExecutor) factory.getProxy();
                })
                .run(context -> {
                    Probe.takesAlong(context.getBean("proxied"));
                    assertThat(Own.SEEN).contains("running for tenant 'acme' (id 1)");
                });
    }

    @Test
    void leavesNothingInAThreadWhateverATaskLeaves() {
        contextRunner.withUserConfiguration(Watched.class).run(context -> {
            for (String bean : List.of("watchedPool", "watchedScheduler", "watchedJavaPool")) {
                Queue<TenantBinding> afterwards = context.getBean(Watched.class).afterwards;
                afterwards.clear();
                Executor executor = context.getBean(bean, Executor.class);
                try (TenantScope scope = TenantScope.open(ACME)) {
                    executor.execute(() -> TenantScope.open(Probe.GLOBEX));
                    executor.execute(() -> {
                        throw new IllegalStateException("a bug");
                    });
                }
                await().dontCatchUncaughtExceptions()
                        .untilAsserted(() -> assertThat(afterwards).as(bean).containsExactly(UNBOUND, UNBOUND));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "ownClass", "virtualScheduler", "fixedPool", "simple", "concurrent"})
    void leavesAnExcludedExecutorAsItIs(String bean, CapturedOutput output) {
        own().withPropertyValues("tenant-schemas.propagation.exclude=" + bean).run(context -> {
            assertThat(AopUtils.isAopProxy(context.getBean(bean))).isFalse();
            Probe.takesNothingAlong(context.getBean(bean));
            assertThat(output).doesNotContain("is bound to no tenant");
        });
    }

    @Test
    void takesTheDecoratorFromAnExcludedExecutorOfBootAndLeavesTheOthers() {
        List<String> seen = new ArrayList<>();
        contextRunner
                .withPropertyValues("tenant-schemas.propagation.exclude=applicationTaskExecutor")
                .withBean("other", TaskDecorator.class, () -> task -> {
                    seen.add("decorated");
                    return task;
                })
                .run(context -> {
                    Probe.takesNothingAlong(context.getBean("applicationTaskExecutor"));
                    assertThat(seen).isNotEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(classes = {JavaPool.class, SortingPool.class, SortingTaskExecutor.class, ForkJoin.class})
    void saysOnceThatAnExecutorTakesNothingAlong(Class<?> configuration, CapturedOutput output) {
        contextRunner.withUserConfiguration(configuration).run(context -> {
            Probe.takesNothingAlong(context.getBean("own"));
            assertThat(output).containsOnlyOnce("Work handed over to executor bean 'own'");
            assertThat(output).contains("tenant-schemas.propagation.exclude");
        });
    }

    @Test
    void leavesAnExecutorThatRunsInTheCallersThread() {
        contextRunner.withBean("own", SyncTaskExecutor.class).run(context -> {
            assertThat(context.getBean("own")).isExactlyInstanceOf(SyncTaskExecutor.class);
            Probe.takesAlong(context.getBean("own"));
        });
    }

    @Test
    void decoratesTheExecutorOfAnEventMulticaster() {
        contextRunner.withUserConfiguration(Events.class).run(context -> {
            BlockingQueue<TenantBinding> seen = context.getBean(Events.class).seen;
            try (TenantScope scope = TenantScope.open(ACME)) {
                context.publishEvent("event");
            }
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo(ACME);
        });
    }

    @Test
    void isSwitchedOffWithTenantSchemas() {
        own().withPropertyValues("tenant-schemas.enabled=false").run(context -> {
            assertThat(context).doesNotHaveBean(TenantTaskDecorator.class);
            Probe.takesNothingAlong(context.getBean("pool"));
        });
    }

    @Test
    void givesWayToADecoratorOfTheApplication() {
        TenantTaskDecorator own = new TenantTaskDecorator();
        contextRunner
                .withBean("own", TenantTaskDecorator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(TenantTaskDecorator.class)).isSameAs(own));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduling {}

    @Configuration(proxyBeanMethods = false)
    static class Own {

        private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

        static ThreadPoolTaskExecutor decorated() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setTaskDecorator(task -> {
                SEEN.add("decorating for " + TenantContext.binding().describe());
                return () -> {
                    SEEN.add("running for " + TenantContext.binding().describe());
                    task.run();
                };
            });
            pool.initialize();
            return pool;
        }

        @Bean
        ThreadPoolTaskExecutor pool() {
            return new ThreadPoolTaskExecutor();
        }

        @Bean
        ThreadPoolTaskExecutor decoratedPool() {
            return decorated();
        }

        @Bean
        OwnPool ownPool() {
            return new OwnPool();
        }

        @Bean
        SimpleAsyncTaskExecutor simple() {
            return new SimpleAsyncTaskExecutor();
        }

        @Bean
        ConcurrentTaskExecutor concurrent() {
            return new ConcurrentTaskExecutor(Executors.newSingleThreadExecutor());
        }

        @Bean
        ConcurrentTaskScheduler concurrentScheduler() {
            return new ConcurrentTaskScheduler(Executors.newSingleThreadScheduledExecutor());
        }

        @Bean
        ThreadPoolTaskScheduler scheduler() {
            return new ThreadPoolTaskScheduler();
        }

        @Bean
        SimpleAsyncTaskScheduler virtualScheduler() {
            return new SimpleAsyncTaskScheduler();
        }

        @Bean
        TaskExecutorAdapter adapter() {
            return new TaskExecutorAdapter(task -> new Thread(task).start());
        }

        @Bean
        Executor lambda() {
            return task -> new Thread(task).start();
        }

        @Bean
        TaskExecutor springsLambda() {
            return task -> new Thread(task).start();
        }

        @Bean
        OwnExecutor ownClass() {
            return new OwnExecutor();
        }

        @Bean
        ExecutorService fixedPool() {
            return Executors.newFixedThreadPool(2);
        }

        @Bean
        ExecutorService singleThread() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean
        ScheduledExecutorService javaScheduler() {
            return Executors.newScheduledThreadPool(1);
        }

        @Bean
        ScheduledExecutorService singleScheduler() {
            return Executors.newSingleThreadScheduledExecutor();
        }

        @Bean
        ThreadPoolExecutorFactoryBean poolFactory() {
            return new ThreadPoolExecutorFactoryBean();
        }

        @Bean
        ScheduledExecutorFactoryBean schedulerFactory() {
            return new ScheduledExecutorFactoryBean();
        }

        @Bean
        DelegatingSecurityContextAsyncTaskExecutor secured() {
            return new DelegatingSecurityContextAsyncTaskExecutor(new SimpleAsyncTaskExecutor());
        }

        @Bean
        ExecutorService securedService() {
            return new DelegatingSecurityContextExecutorService(Executors.newSingleThreadExecutor());
        }

        @Bean
        ExecutorService micrometers() {
            return ContextExecutorService.wrap(
                    Executors.newSingleThreadExecutor(),
                    () -> ContextSnapshotFactory.builder().build().captureAll());
        }
    }

    static class OwnExecutor implements Executor {

        @Override
        public void execute(Runnable task) {
            new Thread(task).start();
        }
    }

    /** Makes its threads itself, past the decorator. */
    static class OwnPool extends ThreadPoolTaskExecutor {

        private static final long serialVersionUID = 1L;

        @Override
        protected ExecutorService initializeExecutor(ThreadFactory threads, RejectedExecutionHandler rejected) {
            super.initializeExecutor(threads, rejected);
            ThreadPoolExecutor own =
                    new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
            new DirectFieldAccessor(this).setPropertyValue("threadPoolExecutor", own);
            return own;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Watched {

        private final Queue<TenantBinding> afterwards = new ConcurrentLinkedQueue<>();

        @Bean
        ThreadPoolTaskExecutor watchedPool() {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor() {

                private static final long serialVersionUID = 1L;

                @Override
                protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                    afterwards.add(TenantContext.binding());
                }
            };
            pool.setCorePoolSize(1);
            return pool;
        }

        @Bean
        ThreadPoolTaskScheduler watchedScheduler() {
            return new ThreadPoolTaskScheduler() {

                private static final long serialVersionUID = 1L;

                @Override
                protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                    afterwards.add(TenantContext.binding());
                }
            };
        }

        @Bean
        ExecutorService watchedJavaPool() {
            return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {

                @Override
                protected void afterExecute(Runnable task, @Nullable Throwable failure) {
                    afterwards.add(TenantContext.binding());
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JavaPool {

        @Bean
        ThreadPoolExecutor own() {
            return new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SortingPool {

        @Bean
        ExecutorService own() {
            return new ThreadPoolExecutor(
                    1, 1, 1, TimeUnit.SECONDS, new PriorityBlockingQueue<>(1, Comparator.comparing(Object::hashCode)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SortingTaskExecutor {

        @Bean
        ThreadPoolTaskExecutor own(ThreadPoolTaskExecutorBuilder builder) {
            return builder.configure(new ThreadPoolTaskExecutor() {

                private static final long serialVersionUID = 1L;

                @Override
                protected BlockingQueue<Runnable> createQueue(int capacity) {
                    return new PriorityBlockingQueue<>(1, Comparator.comparing(Object::hashCode));
                }
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ForkJoin {

        @Bean
        ForkJoinPool own() {
            return new ForkJoinPool(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Events {

        private final BlockingQueue<TenantBinding> seen = new LinkedBlockingQueue<>();

        @Bean
        SimpleApplicationEventMulticaster applicationEventMulticaster() {
            SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
            multicaster.setTaskExecutor(task -> new Thread(task).start());
            return multicaster;
        }

        @EventListener
        void listen(String event) {
            seen.add(TenantContext.binding());
        }
    }
}
