package io.tenantschemas.autoconfigure.context;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.tenantschemas.autoconfigure.app.Client;
import io.tenantschemas.autoconfigure.app.ClientApplication;
import io.tenantschemas.autoconfigure.app.ClientRepository;
import io.tenantschemas.autoconfigure.app.Note;
import io.tenantschemas.autoconfigure.app.NoteRepository;
import io.tenantschemas.autoconfigure.app.RunningApplication;
import io.tenantschemas.context.ForEachTenant;
import io.tenantschemas.context.ForEachTenantException;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantSwitchException;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.web.TenantSite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Rows that are read by work which was handed over, with the request that did so long gone. */
class HandOverIT {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    private static final List<String> TENANTS = List.of("acme", "globex");

    private static RunningApplication application;

    @BeforeAll
    static void start() {
        application = start("spring.threads.virtual.enabled=false");
    }

    private static RunningApplication start(String property) {
        RunningApplication started = RunningApplication.start(
                HandingOver.class,
                property,
                "spring.task.execution.pool.core-size=1",
                "spring.mvc.async.request-timeout=300ms",
                "spring.datasource.hikari.maximum-pool-size=3");
        for (String schema : TENANTS) {
            started.bean(ClientRepository.class).save(new Client(schema, schema + ".example.com", schema));
            started.bean(TenantTemplate.class)
                    .executeWithoutResult(
                            schema, () -> started.bean(NoteRepository.class).save(new Note(schema)));
        }
        return started;
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/async",
                "/future",
                "/scheduled",
                "/java-executor",
                "/after-commit",
                "/async-after-commit",
                "/caller-runs"
            })
    void readsTheTenantsRows(String path) {
        readsTheTenantsRows(application, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/async", "/future", "/scheduled", "/async-after-commit"})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void readsTheTenantsRowsOnVirtualThreads(String path) {
        try (RunningApplication virtual = start("spring.threads.virtual.enabled=true")) {
            readsTheTenantsRows(virtual, path);
        }
    }

    private static void readsTheTenantsRows(RunningApplication application, String path) {
        for (int round = 0; round < 3; round++) {
            for (String tenant : TENANTS) {
                SEEN.clear();
                assertThat(application.get(tenant + ".example.com", path).status())
                        .isEqualTo(200);
                await().untilAsserted(() -> assertThat(SEEN).containsExactly("[" + tenant + "]"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/streaming", "/timeout"})
    void writesTheTenantsRows(String path) {
        for (String tenant : TENANTS) {
            assertThat(application.get(tenant + ".example.com", path).body()).isEqualTo("[" + tenant + "]");
        }
    }

    @Test
    void bindsNothingForWhoeverUsesTheThreadNext() throws Exception {
        application.get("acme.example.com", "/async");
        application.get("acme.example.com", "/failing");
        await().untilAsserted(() -> assertThat(SEEN).containsExactly("[acme]", "failing for acme"));
        assertThat(withoutDecorator(TenantContext::isBound)).isFalse();
        assertThat(withoutDecorator(application.bean(Later.class)::schema)).isEqualTo("public");
    }

    /** Runs {@code task} in the one thread of Boot's executor, as the thread was left. */
    private static <T> T withoutDecorator(Callable<T> task) throws Exception {
        ThreadPoolTaskExecutor executor =
                application.context().getBean("applicationTaskExecutor", ThreadPoolTaskExecutor.class);
        FutureTask<T> result = new FutureTask<>(task);
        executor.getThreadPoolExecutor().getQueue().add(result);
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void runsForEachTenantInATransactionOfItsOwn() {
        Client suspended =
                application.bean(ClientRepository.class).save(new Client("late", "late.example.com", "late"));
        suspend(suspended);
        Jobs jobs = application.bean(Jobs.class);
        assertThatExceptionOfType(ForEachTenantException.class)
                .isThrownBy(jobs::work)
                .withMessageContaining("failed for 1 of 2 tenants: acme");
        assertThat(jobs.seen()).isEqualTo(Map.of("acme", "[acme, work]", "globex", "[globex, work]"));
        assertThat(TENANTS)
                .allSatisfy(tenant -> assertThat(application
                                .bean(TenantTemplate.class)
                                .execute(
                                        tenant,
                                        () -> application.bean(Later.class).rows()))
                        .as("what was rolled back, or deleted, for %s", tenant)
                        .isEqualTo("[" + tenant + "]"));
    }

    @Test
    void runsTheExampleOfTheDocumentation() {
        TenantTemplate tenants = application.bean(TenantTemplate.class);
        for (String tenant : TENANTS) {
            tenants.executeWithoutResult(
                    tenant, () -> application.bean(NoteRepository.class).save(new Note("done")));
        }
        application.bean(NoteArchive.class).empty();
        for (String tenant : TENANTS) {
            assertThat(tenants.execute(
                            tenant, () -> application.bean(Later.class).rows()))
                    .isEqualTo("[" + tenant + "]");
        }
    }

    private static void suspend(Client client) {
        application
                .bean(JdbcClient.class)
                .sql("UPDATE public.client SET status = 'SUSPENDED' WHERE id = ?")
                .param(client.getId())
                .update();
    }

    @Test
    void runsScheduledWorkForEachTenant() {
        Jobs jobs = application.bean(Jobs.class);
        await().untilAsserted(() ->
                assertThat(jobs.ticks()).containsEntry("acme", "[acme]").containsEntry("globex", "[globex]"));
    }

    @Test
    void keepsWorkFromASnapshotOutOfAnothersTransaction() {
        TenantTemplate tenants = application.bean(TenantTemplate.class);
        JdbcClient jdbc = application.bean(JdbcClient.class);
        TransactionTemplate transaction = new TransactionTemplate(application.bean(PlatformTransactionManager.class));
        ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder().build();
        ContextSnapshot nobody = snapshots.captureAll();
        ContextSnapshot globex = tenants.execute("globex", () -> snapshots.captureAll());
        tenants.executeWithoutResult(
                "acme",
                () -> transaction.executeWithoutResult(status -> {
                    for (ContextSnapshot other : List.of(nobody, globex)) {
                        try (ContextSnapshot.Scope scope = other.setThreadLocals()) {
                            assertThatExceptionOfType(TenantSwitchException.class)
                                    .isThrownBy(() -> texts(jdbc));
                        }
                        assertThat(texts(jdbc)).containsExactly("acme");
                    }
                }));
    }

    private static List<String> texts(JdbcClient jdbc) {
        return jdbc.sql("SELECT text FROM note").query(String.class).list();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @EnableScheduling
    @Import({ClientApplication.class, Pages.class, Later.class, Jobs.class, NoteArchive.class})
    static class HandingOver {

        // Not the default of anything: Boot keeps its own only where there is no other.
        @Bean(defaultCandidate = false)
        ExecutorService javaExecutor() {
            return Executors.newSingleThreadExecutor();
        }

        @Bean(defaultCandidate = false)
        ThreadPoolTaskExecutor callerRuns() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setMaxPoolSize(1);
            executor.setQueueCapacity(0);
            executor.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
            return executor;
        }
    }

    record Written(boolean asynchronously) {}

    static class Later {

        private final NoteRepository notes;

        private final JdbcClient jdbc;

        Later(NoteRepository notes, JdbcClient jdbc) {
            this.notes = notes;
            this.jdbc = jdbc;
        }

        String rows() {
            return notes.findAll().stream().map(Note::getText).toList().toString();
        }

        String schema() {
            return jdbc.sql("SELECT current_schema()").query(String.class).single();
        }

        void look() {
            SEEN.add(rows());
        }

        @Async
        public void lookAsynchronously() {
            look();
        }

        @Async
        public void fail() {
            SEEN.add("failing for " + TenantContext.currentSchema());
            throw new IllegalStateException("a bug");
        }

        @TransactionalEventListener(condition = "!#event.asynchronously")
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void afterCommit(Written event) {
            look();
        }

        @Async
        @TransactionalEventListener(condition = "#event.asynchronously")
        public void asynchronouslyAfterCommit(Written event) {
            look();
        }
    }

    static class Jobs {

        private final Map<String, String> seen = new ConcurrentHashMap<>();

        private final Map<String, String> ticks = new ConcurrentHashMap<>();

        private final NoteRepository notes;

        Jobs(NoteRepository notes) {
            this.notes = notes;
        }

        Map<String, String> seen() {
            return seen;
        }

        Map<String, String> ticks() {
            return ticks;
        }

        @ForEachTenant
        @Transactional
        public void work() {
            notes.save(new Note("work"));
            seen.put(TenantContext.currentSchema().value(), rows());
            if (TenantContext.currentSchema().value().equals("acme")) {
                throw new IllegalStateException("no work for acme");
            }
            notes.deleteAll(notes.findAll().stream()
                    .filter(note -> note.getText().equals("work"))
                    .toList());
        }

        @ForEachTenant
        @Scheduled(fixedDelay = 100)
        public void tick() {
            ticks.put(TenantContext.currentSchema().value(), rows());
        }

        private String rows() {
            return notes.findAll().stream().map(Note::getText).sorted().toList().toString();
        }
    }

    @TenantSite
    @RestController
    @SuppressWarnings("FutureReturnValueIgnored")
    static class Pages {

        private final Later later;

        private final AsyncTaskExecutor executor;

        private final TaskScheduler scheduler;

        private final ExecutorService javaExecutor;

        private final ThreadPoolTaskExecutor callerRuns;

        private final ApplicationEventPublisher events;

        Pages(
                Later later,
                AsyncTaskExecutor applicationTaskExecutor,
                TaskScheduler taskScheduler,
                @Qualifier("javaExecutor") ExecutorService javaExecutor,
                @Qualifier("callerRuns") ThreadPoolTaskExecutor callerRuns,
                ApplicationEventPublisher events) {
            this.later = later;
            this.executor = applicationTaskExecutor;
            this.scheduler = taskScheduler;
            this.javaExecutor = javaExecutor;
            this.callerRuns = callerRuns;
            this.events = events;
        }

        @GetMapping("/async")
        void async() {
            later.lookAsynchronously();
        }

        @GetMapping("/failing")
        void failing() {
            later.fail();
        }

        @GetMapping("/future")
        void future() {
            CompletableFuture.supplyAsync(later::rows, executor).thenAcceptAsync(SEEN::add, executor);
        }

        @GetMapping("/scheduled")
        void scheduled() {
            scheduler.schedule(later::look, Instant.now().plusMillis(50));
        }

        @GetMapping("/java-executor")
        void javaExecutor() {
            javaExecutor.execute(later::look);
        }

        @GetMapping("/after-commit")
        @Transactional
        public void afterCommit() {
            events.publishEvent(new Written(false));
        }

        @GetMapping("/async-after-commit")
        @Transactional
        public void asyncAfterCommit() {
            events.publishEvent(new Written(true));
        }

        @GetMapping("/caller-runs")
        @Transactional
        public void callerRuns() throws InterruptedException {
            CountDownLatch busy = new CountDownLatch(1);
            callerRuns.execute(() -> await(busy));
            // The one thread is busy and nothing waits in line: this runs here and now, inside the transaction.
            callerRuns.execute(later::look);
            busy.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @GetMapping("/streaming")
        StreamingResponseBody streaming() {
            return out -> out.write(later.rows().getBytes(StandardCharsets.US_ASCII));
        }

        @GetMapping("/timeout")
        DeferredResult<String> timeout() {
            DeferredResult<String> result = new DeferredResult<>();
            result.onTimeout(() -> result.setResult(later.rows()));
            return result;
        }
    }
}
