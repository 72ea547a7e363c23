package io.tenantschemas.autoconfigure.app;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import io.tenantschemas.testdatabase.PostgresServer;
import io.tenantschemas.testdatabase.TestDatabase;

/** An application that runs against a database of its own, for one test or for a few. */
public final class RunningApplication implements AutoCloseable {

    private final TestDatabase database;

    private final ConfigurableApplicationContext context;

    private RunningApplication(TestDatabase database, ConfigurableApplicationContext context) {
        this.database = database;
        this.context = context;
    }

    /** Starts {@code application} on a port that the system chooses. */
    public static RunningApplication start(Class<?> application, String... properties) {
        return start(PostgresServer.forTests().createDatabase(), application, WebApplicationType.SERVLET, properties);
    }

    /** Starts {@code application} without a web server. */
    public static RunningApplication startWithoutWeb(Class<?> application, String... properties) {
        return start(PostgresServer.forTests().createDatabase(), application, WebApplicationType.NONE, properties);
    }

    /** Starts {@code application} as if there were no classes of that package. */
    public static RunningApplication startWithout(String hidden, Class<?> application, String... properties) {
        return start(
                PostgresServer.forTests().createDatabase(),
                new SpringApplicationBuilder(application)
                        .resourceLoader(new DefaultResourceLoader(new FilteredClassLoader(hidden))),
                WebApplicationType.SERVLET,
                properties);
    }

    /** Starts {@code application} on {@code database}, which it owns from then on, also when the start fails. */
    public static RunningApplication start(
            TestDatabase database, Class<?> application, WebApplicationType type, String... properties) {
        return start(database, new SpringApplicationBuilder(application), type, properties);
    }

    private static RunningApplication start(
            TestDatabase database,
            SpringApplicationBuilder application,
            WebApplicationType type,
            String... properties) {
        List<String> arguments = new ArrayList<>();
        for (String property : properties) {
            arguments.add("--" + property);
        }
        try {
            return new RunningApplication(
                    database,
                    application
                            .web(type)
                            .properties(
                                    "server.port=0",
                                    "spring.jmx.enabled=false",
                                    "spring.datasource.url=" + database.url(),
                                    "spring.datasource.username=" + database.username(),
                                    "spring.datasource.password=" + database.password())
                            .run(arguments.toArray(String[]::new)));
        } catch (RuntimeException | Error failure) {
            database.close();
            throw failure;
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public TestDatabase database() {
        return database;
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Requests {@code path} of that host from this application. */
    public Response get(String host, String path) {
        return Response.to("GET", port(), host, path, "");
    }

    /** Posts {@code body} to {@code path} of that host. */
    public Response post(String host, String path, String body) {
        return Response.to("POST", port(), host, path, body);
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
