package io.tenantschemas.startercheck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import io.tenantschemas.testdatabase.TestDatabase;

/** The application's jar, running in a process of its own. */
final class Application implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;

    private final Path log;

    private Application(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Application start(TestDatabase database, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("starter-check.application")));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("clients", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SPRING_DATASOURCE_URL", database.url());
        builder.environment().put("SPRING_DATASOURCE_USERNAME", database.username());
        builder.environment().put("SPRING_DATASOURCE_PASSWORD", database.password());
        builder.environment().put("SERVER_PORT", "0");
        return new Application(builder.start(), log);
    }

    String get(String host, String path) throws IOException, InterruptedException {
        return send(request(host, path)).body();
    }

    HttpResponse<String> post(String host, String path, String contentType, String body)
            throws IOException, InterruptedException {
        return send(request(host, path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String host, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .timeout(PATIENCE)
                .header("Host", host);
    }

    private int port() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !process.isAlive() || PORT.matcher(output()).find());
        Matcher port = PORT.matcher(output());
        if (!port.find()) {
            throw new AssertionError("The application did not start:\n" + output());
        }
        return Integer.parseInt(port.group(1));
    }

    /** Waits until the process has ended by itself. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The application did not end:\n" + output());
        }
        return process.exitValue();
    }

    /** Returns what the application has printed so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.delete(log);
    }
}
