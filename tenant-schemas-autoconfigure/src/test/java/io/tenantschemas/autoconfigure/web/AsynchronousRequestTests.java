package io.tenantschemas.autoconfigure.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import io.tenantschemas.autoconfigure.PublicSchema;
import io.tenantschemas.autoconfigure.context.TenantPropagationAutoConfiguration;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What Spring MVC and the server do for a request in other threads than the one that it came with. */
class AsynchronousRequestTests {

    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    private static final Queue<String> LEFT = new ConcurrentLinkedQueue<>();

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner(
                    AnnotationConfigServletWebServerApplicationContext::new)
            .withConfiguration(AutoConfigurations.of(
                    TenantWebAutoConfiguration.class,
                    TenantPropagationAutoConfiguration.class,
                    TomcatServletWebServerAutoConfiguration.class,
                    TaskExecutionAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withPropertyValues(
                    "server.port=0",
                    // One thread, so that each request is served by one that served others before.
                    "server.tomcat.threads.max=1",
                    "spring.mvc.async.request-timeout=200ms",
                    "spring.task.execution.pool.core-size=1",
                    "tenant-schemas.ignored-paths=/livez/**");

    @BeforeEach
    void forget() {
        SEEN.clear();
        LEFT.clear();
    }

    private static void note(String what) {
        SEEN.add(what + " " + TenantContext.currentSchema());
    }

    private static String schema() {
        return TenantContext.currentSchema().value();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/callable",
                "/web-async-task",
                "/own-executor",
                "/streaming",
                "/deferred",
                "/emitter",
                "/events",
                "/servlet/start",
                "/servlet/dispatch"
            })
    void workForTheirTenant(String path) {
        run(http -> {
            for (String tenant : List.of("acme", "globex")) {
                assertThat(http.get(tenant + ".example.com", path).body()).contains("for " + tenant);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/late/callable", "/late/deferred", "/late/emitter", "/late/events", "/servlet/late"})
    void areToldOfATimeoutForTheirTenant(String path) {
        run(http -> {
            for (String tenant : List.of("acme", "globex")) {
                http.get(tenant + ".example.com", path);
                await().untilAsserted(
                                () -> assertThat(SEEN).containsExactly("timeout " + tenant, "complete " + tenant));
                SEEN.clear();
            }
        });
    }

    @Test
    void areToldOfAnErrorForTheirTenant() {
        contextRunner.withPropertyValues("spring.mvc.async.request-timeout=30s").run(context -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), portOf(context))) {
                // Resets the connection when it is closed, so that the server finds it broken.
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("GET /endless HTTP/1.1\r\nHost: acme.example.com\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                // As long as the thread of the request has not let go of it, Tomcat drops a broken one without a word.
                // Those
                // who read so much come later.
                int much = 256 * 1024;
                assertThat(socket.getInputStream().readNBytes(much)).hasSize(much);
            }
            await().untilAsserted(() -> assertThat(SEEN).containsExactly("error acme", "complete acme"));
        });
    }

    @Test
    void leaveNothingInAThread() {
        contextRunner.run(context -> {
            RawHttp http = new RawHttp(portOf(context));
            AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
            for (String path : List.of("/callable", "/late/deferred", "/late/events", "/servlet/start", "/livez/x")) {
                http.get("acme.example.com", path);
                assertThat(executor.submit(TenantContext::isBound).get()).isFalse();
            }
            assertThat(LEFT)
                    .contains("REQUEST no tenant", "ASYNC no tenant")
                    .allMatch(left -> left.endsWith("no tenant"));
        });
    }

    private void run(ThrowingTest test) {
        contextRunner.run(context -> test.run(new RawHttp(portOf(context))));
    }

    private static int portOf(AssertableWebApplicationContext context) {
        return Objects.requireNonNull(context.getSourceApplicationContext(ServletWebServerApplicationContext.class)
                        .getWebServer())
                .getPort();
    }

    private interface ThrowingTest {

        void run(RawHttp http) throws Exception;
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Pages.class)
    static class Application {

        @Bean
        TenantRegistry tenantRegistry() {
            return new FakeTenants();
        }

        @Bean
        PublicSchema publicSchema() {
            return new PublicSchema(SchemaName.of("public"));
        }

        @Bean
        ServletRegistrationBean<AsynchronousServlet> servlet() {
            return new ServletRegistrationBean<>(new AsynchronousServlet(), "/servlet/*");
        }

        @Bean
        FilterRegistrationBean<Watcher> watcher() {
            FilterRegistrationBean<Watcher> registration = new FilterRegistrationBean<>(new Watcher());
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
            return registration;
        }
    }

    /** Stands before the tenant filter and looks at what the thread was left with. */
    static final class Watcher implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            LEFT.add(request.getDispatcherType() + " " + TenantContext.binding().describe());
            chain.doFilter(request, response);
        }
    }

    @RestController
    static class Pages {

        private final AsyncTaskExecutor executor;

        Pages(AsyncTaskExecutor executor) {
            this.executor = executor;
        }

        @GetMapping("/callable")
        Callable<String> callable() {
            return () -> "for " + schema();
        }

        @GetMapping("/web-async-task")
        WebAsyncTask<String> webAsyncTask() {
            return new WebAsyncTask<>(callable());
        }

        @GetMapping("/own-executor")
        WebAsyncTask<String> ownExecutor() {
            return new WebAsyncTask<>(10_000L, new SimpleAsyncTaskExecutor(), callable());
        }

        @GetMapping("/streaming")
        StreamingResponseBody streaming() {
            return out -> out.write(("for " + schema()).getBytes(StandardCharsets.US_ASCII));
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            executor.execute(() -> result.setResult("for " + schema()));
            return result;
        }

        @GetMapping("/emitter")
        ResponseBodyEmitter emitter() {
            return emitting(new ResponseBodyEmitter());
        }

        @GetMapping("/events")
        SseEmitter events() {
            return emitting(new SseEmitter());
        }

        private <T extends ResponseBodyEmitter> T emitting(T emitter) {
            executor.execute(() -> {
                try {
                    emitter.send("for " + schema());
                    emitter.complete();
                } catch (IOException failure) {
                    emitter.completeWithError(failure);
                }
            });
            return emitter;
        }

        @GetMapping("/late/callable")
        WebAsyncTask<String> lateCallable() {
            WebAsyncTask<String> task = new WebAsyncTask<>(() -> {
                while (!SEEN.contains("complete " + schema())) {
                    Thread.onSpinWait();
                }
                return "late";
            });
            task.onTimeout(() -> {
                note("timeout");
                return "too late";
            });
            task.onCompletion(() -> note("complete"));
            return task;
        }

        @GetMapping("/late/deferred")
        DeferredResult<String> lateDeferred() {
            DeferredResult<String> result = new DeferredResult<>();
            result.onTimeout(() -> {
                note("timeout");
                result.setResult("too late");
            });
            result.onCompletion(() -> note("complete"));
            return result;
        }

        @GetMapping("/late/emitter")
        ResponseBodyEmitter lateEmitter() {
            return noting(new ResponseBodyEmitter());
        }

        @GetMapping("/late/events")
        SseEmitter lateEvents() {
            return noting(new SseEmitter());
        }

        @GetMapping("/endless")
        SseEmitter endless() {
            SseEmitter emitter = noting(new SseEmitter());
            executor.execute(() -> {
                try {
                    while (SEEN.isEmpty()) {
                        emitter.send("more");
                    }
                } catch (IOException | IllegalStateException broken) {
                    // What comes now comes from the server.
                }
            });
            return emitter;
        }

        private static <T extends ResponseBodyEmitter> T noting(T emitter) {
            emitter.onTimeout(() -> {
                note("timeout");
                emitter.complete();
            });
            emitter.onError(failure -> note("error"));
            emitter.onCompletion(() -> note("complete"));
            return emitter;
        }

        @GetMapping("/livez/x")
        Callable<String> livez() {
            return () -> TenantContext.binding().describe();
        }
    }

    static final class AsynchronousServlet extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getWriter().print("for " + schema());
                return;
            }
            request.startAsync();
            AsyncContext context = request.getAsyncContext();
            switch (request.getPathInfo()) {
                case "/start" ->
                    context.start(() -> {
                        print(response);
                        context.complete();
                    });
                case "/dispatch" -> context.dispatch();
                default -> {
                    context.setTimeout(200);
                    context.addListener(new Noting());
                }
            }
        }

        private static void print(HttpServletResponse response) {
            try {
                response.getWriter().print("for " + schema());
            } catch (IOException failure) {
                note("failure");
            }
        }
    }

    static final class Noting implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            note("complete");
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            note("timeout");
            event.getAsyncContext().complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            note("error");
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            note("start");
        }
    }
}
