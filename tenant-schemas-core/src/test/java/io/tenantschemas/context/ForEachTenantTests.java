package io.tenantschemas.context;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

import static io.tenantschemas.context.FakeTenantDirectory.ACME;
import static io.tenantschemas.context.FakeTenantDirectory.GLOBEX;
import static io.tenantschemas.context.FakeTenantDirectory.tenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ForEachTenantTests {

    private static final Queue<String> EVENTS = new ConcurrentLinkedQueue<>();

    private @Nullable AnnotationConfigApplicationContext context;

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
        EVENTS.clear();
        assertThat(TenantContext.isBound()).isFalse();
    }

    private <T> T start(Class<T> bean, Class<?>... configurations) {
        AnnotationConfigApplicationContext started = new AnnotationConfigApplicationContext();
        context = started;
        started.register(Tenants.class, bean);
        if (configurations.length > 0) {
            started.register(configurations);
        }
        started.refresh();
        return started.getBean(bean);
    }

    @Test
    void runsOncePerActiveTenant() {
        start(Reminders.class).send();
        assertThat(EVENTS).containsExactly("send acme", "send globex");
    }

    @Test
    void leavesOtherMethodsAlone() {
        start(Reminders.class).other();
        assertThat(EVENTS).containsExactly("other public");
    }

    @Test
    void leavesOtherBeansAlone() {
        assertThat(AopUtils.isAopProxy(start(Plain.class))).isFalse();
    }

    @Test
    void restoresWhatTheCallerWasBoundTo() {
        Reminders reminders = start(Reminders.class);
        try (TenantScope scope = TenantScope.open(TenantBinding.to(GLOBEX))) {
            reminders.send();
            assertThat(TenantContext.current()).contains(GLOBEX);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OfAnInterface.class, OfASuperclass.class, OfAnAnnotation.class})
    void isInherited(Class<? extends Work> type) {
        start(type).work();
        assertThat(EVENTS).containsExactly("work acme", "work globex");
    }

    @Test
    void goesOnAfterAFailureAndThrowsItThen() {
        Reminders reminders = start(Reminders.class);
        assertThatExceptionOfType(ForEachTenantException.class)
                .isThrownBy(() -> reminders.failFor("acme"))
                .withMessageContaining("Reminders.failFor failed for 1 of 2 tenants: acme.")
                .satisfies(failure -> {
                    assertThat(failure.getSuppressed())
                            .singleElement()
                            .satisfies(cause -> assertThat(cause).hasMessage("no mail for acme"));
                    assertThat(failure.report().succeeded()).isOne();
                });
        assertThat(EVENTS).containsExactly("fail acme", "fail globex");
    }

    @Test
    void namesAllTenantsThatFailed() {
        Reminders reminders = start(Reminders.class);
        assertThatExceptionOfType(ForEachTenantException.class)
                .isThrownBy(() -> reminders.failFor(""))
                .withMessageContaining("acme, globex")
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(2));
    }

    @Test
    void stopsAtAnError() {
        Reminders reminders = start(Reminders.class);
        assertThatExceptionOfType(StackOverflowError.class).isThrownBy(reminders::overflow);
        assertThat(EVENTS).containsExactly("overflow acme");
    }

    @Test
    void passesArgumentsToEach() {
        start(Reminders.class).with("text");
        assertThat(EVENTS).containsExactly("text acme", "text globex");
    }

    @Test
    void givesEachTenantATransactionOfItsOwn() {
        start(Orders.class, Transactions.class).settle();
        assertThat(EVENTS)
                .containsExactly(
                        "begin acme", "settle acme", "commit acme", "begin globex", "settle globex", "commit globex");
    }

    @Test
    void rollsBackTheTransactionOfTheTenantThatFailedAlone() {
        Orders orders = start(Orders.class, Transactions.class);
        assertThatExceptionOfType(ForEachTenantException.class).isThrownBy(orders::failForAcme);
        assertThat(EVENTS).containsExactly("begin acme", "rollback acme", "begin globex", "commit globex");
    }

    @Test
    void usesTheProxyThatIsThere() {
        Orders orders = start(Orders.class, Transactions.class);
        assertThat(AopUtils.getTargetClass(orders)).isEqualTo(Orders.class);
        assertThat(AopUtils.isCglibProxy(orders)).isTrue();
        assertThat(orders.getClass().getSuperclass()).isEqualTo(Orders.class);
    }

    @Test
    void isRefusedInsideATransaction() {
        Orders orders = start(Orders.class, Transactions.class);
        TransactionTemplate transaction = transactions();
        assertThatExceptionOfType(TenantSwitchException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(status -> orders.settle()))
                .withMessageContaining("NOT_SUPPORTED");
        assertThat(EVENTS).containsExactly("begin public", "rollback public");
    }

    @Test
    void isRefusedInsideATransactionOfTheFirstTenant() {
        Orders orders = start(Orders.class, Transactions.class);
        TransactionTemplate transaction = transactions();
        try (TenantScope scope = TenantScope.open(TenantBinding.to(ACME))) {
            assertThatExceptionOfType(TenantSwitchException.class)
                    .isThrownBy(() -> transaction.executeWithoutResult(status -> orders.settle()));
        }
        assertThat(EVENTS).containsExactly("begin acme", "rollback acme");
    }

    @Test
    void isReachedByTheWayOutThatTheRefusalNames() {
        Orders orders = start(Orders.class, Transactions.class);
        TransactionTemplate suspending = transactions();
        suspending.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        suspending.executeWithoutResult(status -> orders.settle());
        assertThat(EVENTS).contains("settle acme", "settle globex");
    }

    private TransactionTemplate transactions() {
        return new TransactionTemplate(bean(FakeTransactions.class));
    }

    private <T> T bean(Class<T> type) {
        return Objects.requireNonNull(context).getBean(type);
    }

    @Test
    void runsTheWholeLoopInTheOtherThread() {
        Later later = start(Later.class, AsyncLast.class, Transactions.class);
        later.work();
        await().untilAsserted(() -> assertThat(EVENTS)
                .containsExactly(
                        "begin acme",
                        "work acme async-1",
                        "commit acme",
                        "begin globex",
                        "work globex async-1",
                        "commit globex"));
    }

    @Test
    void runsTheWholeLoopInTheOtherThreadBehindAnotherProxy() {
        Later later = start(Later.class, AsyncBehindAnotherProxy.class);
        later.work();
        await().untilAsserted(() -> assertThat(EVENTS).containsExactly("work acme async-1", "work globex async-1"));
    }

    @Test
    void handsTheFailuresOfAnAsynchronousLoopToTheHandler() {
        start(Later.class, AsyncLast.class).fail();
        await().untilAsserted(() ->
                assertThat(EVENTS).containsExactly("fail acme", "fail globex", "uncaught: ForEachTenantException"));
    }

    @Test
    void runsScheduledMethodsAndGoesOnWithTheNextTick() {
        start(Ticking.class, Scheduler.class);
        await().untilAsserted(() -> assertThat(EVENTS)
                .startsWith("tick acme", "tick globex", "handled ForEachTenantException", "tick acme"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ReturningANumber.class,
                ReturningAFuture.class,
                PrivateMethod.class,
                StaticMethod.class,
                FinalMethod.class,
                FinalClass.class
            })
    void isRefusedAtStartUpWhereItCannotWork(Class<?> type) {
        assertThatExceptionOfType(BeanCreationException.class)
                .isThrownBy(() -> start(type))
                .havingRootCause()
                .isInstanceOf(UnsupportedForEachTenantException.class)
                .withMessageContaining(type.getSimpleName() + ".work")
                .withMessageContaining("TenantTemplate.forEachTenant(...)");
    }

    private static void note(String what) {
        EVENTS.add(what + " " + TenantContext.currentSchema());
    }

    @Configuration(proxyBeanMethods = false)
    static class Tenants {

        @Bean
        static ForEachTenantPostProcessor forEachTenantPostProcessor() {
            TenantTemplate template = new TenantTemplate(
                    new FakeTenantDirectory(
                            tenant(3, "public", TenantStatus.ACTIVE),
                            ACME,
                            tenant(4, "late", TenantStatus.SUSPENDED),
                            GLOBEX),
                    SchemaName.of("public"),
                    List.of());
            return new ForEachTenantPostProcessor(() -> template);
        }
    }

    static class Plain {}

    static class Reminders {

        @ForEachTenant
        void send() {
            note("send");
        }

        void other() {
            note("other");
        }

        @ForEachTenant
        void with(String text) {
            note(text);
        }

        @ForEachTenant
        void failFor(String schema) {
            note("fail");
            if (TenantContext.currentSchema().value().contains(schema)) {
                throw new IllegalStateException("no mail for " + TenantContext.currentSchema());
            }
        }

        @ForEachTenant
        void overflow() {
            note("overflow");
            throw new StackOverflowError();
        }
    }

    interface Work {

        void work();
    }

    interface AnnotatedWork extends Work {

        @Override
        @ForEachTenant
        void work();
    }

    static class OfAnInterface implements AnnotatedWork {

        @Override
        public void work() {
            note("work");
        }
    }

    static class Annotated implements Work {

        @Override
        @ForEachTenant
        public void work() {
            note("not overridden");
        }
    }

    static class OfASuperclass extends Annotated {

        @Override
        public void work() {
            note("work");
        }
    }

    @ForEachTenant
    @Retention(RetentionPolicy.RUNTIME)
    @interface Nightly {}

    static class OfAnAnnotation implements Work {

        @Override
        @Nightly
        public void work() {
            note("work");
        }
    }

    static class Orders {

        @Transactional
        @ForEachTenant
        public void settle() {
            note("settle");
        }

        @ForEachTenant
        @Transactional
        public void failForAcme() {
            if (TenantContext.currentSchema().equals(ACME.schema())) {
                throw new IllegalStateException("no money");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Transactions {

        @Bean
        FakeTransactions transactionManager() {
            return new FakeTransactions();
        }
    }

    static class FakeTransactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return Map.of();
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return TransactionSynchronizationManager.isActualTransactionActive();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            note("begin");
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            note("commit");
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            note("rollback");
        }

        @Override
        protected void doSetRollbackOnly(DefaultTransactionStatus status) {
            // The outer transaction throws anyway.
        }
    }

    static class Later {

        @Async
        @Transactional
        @ForEachTenant
        public void work() {
            EVENTS.add("work %s %s"
                    .formatted(
                            TenantContext.currentSchema(),
                            Thread.currentThread().getName()));
        }

        @Async
        @ForEachTenant
        public void fail() {
            note("fail");
            throw new IllegalStateException("a bug");
        }
    }

    static class Executors implements AsyncConfigurer {

        @Override
        public SimpleAsyncTaskExecutor getAsyncExecutor() {
            return new SimpleAsyncTaskExecutor("async-");
        }

        @Override
        public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
            return (failure, method, args) ->
                    EVENTS.add("uncaught: " + failure.getClass().getSimpleName());
        }
    }

    // Each with an annotation of its own alone: that of a superclass would take its place.
    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class AsyncLast extends Executors {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true, order = Ordered.HIGHEST_PRECEDENCE)
    static class AsyncBehindAnotherProxy extends Executors {

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

    static class Ticking {

        @ForEachTenant
        @Scheduled(fixedDelay = 1)
        public void tick() {
            note("tick");
            if (TenantContext.currentSchema().equals(ACME.schema())) {
                throw new IllegalStateException("a bug");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Scheduler {

        @Bean
        ThreadPoolTaskScheduler taskScheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setErrorHandler(
                    failure -> EVENTS.add("handled " + failure.getClass().getSimpleName()));
            return scheduler;
        }
    }

    static class ReturningANumber {

        @ForEachTenant
        public int work() {
            return 1;
        }
    }

    static class ReturningAFuture {

        @ForEachTenant
        public CompletableFuture<Void> work() {
            return new CompletableFuture<>();
        }
    }

    static class PrivateMethod {

        @ForEachTenant
        @Scheduled(fixedDelay = 1000)
        @SuppressWarnings("UnusedMethod")
        private void work() {}
    }

    static class StaticMethod {

        @ForEachTenant
        static void work() {}
    }

    static class FinalMethod {

        @ForEachTenant
        public final void work() {}
    }

    static final class FinalClass {

        @ForEachTenant
        public void work() {}
    }
}
