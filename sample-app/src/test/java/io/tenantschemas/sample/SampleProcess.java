package io.tenantschemas.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.test.web.servlet.client.RestTestClient;

import io.tenantschemas.testdatabase.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged application as a process of its own; killed at the latest when it is closed. */
final class SampleProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;

    private final Path output;

    private final Path errors;

    private SampleProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts the application and returns when it serves requests. */
    static SampleProcess serve(Map<String, String> environment) {
        SampleProcess started = start(environment, "--server.port=0");
        boolean serves = false;
        try {
            await().atMost(PATIENCE).until(() -> started.serves() || !started.process.isAlive());
            serves = started.serves();
            assertThat(serves).as(started::log).isTrue();
            return started;
        } finally {
            if (!serves) {
                started.close();
            }
        }
    }

    /** Runs a command to its end. */
    static Outcome run(Map<String, String> environment, String... arguments) {
        try (SampleProcess command = start(environment, arguments)) {
            assertThat(command.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(command::log)
                    .isTrue();
            return new Outcome(command.process.exitValue(), read(command.output), read(command.errors));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What a command left behind. */
    record Outcome(int exitCode, String output, String errors) {}

    /** Returns the environment in which the application uses a database. */
    static Map<String, String> on(TestDatabase database) {
        return Map.of(
                "SPRING_DATASOURCE_URL",
                database.url(),
                "SPRING_DATASOURCE_USERNAME",
                database.username(),
                "SPRING_DATASOURCE_PASSWORD",
                database.password());
    }

    /** Returns the environment in which the application keeps its data in a directory. */
    static Map<String, String> keptIn(Path directory) {
        return Map.of("SAMPLE_DATA_DIRECTORY", directory.toString());
    }

    private static SampleProcess start(Map<String, String> environment, String... arguments) {
        try {
            Path output = Files.createTempFile("sample", ".out");
            Path errors = Files.createTempFile("sample", ".err");
            ProcessBuilder builder = new ProcessBuilder(line(arguments))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            return new SampleProcess(builder.start(), output, errors);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> line(String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // The JVM ends soon: what it takes to compile well is not earned back.
        return Stream.concat(
                        Stream.of(java, "-XX:TieredStopAtLevel=1", "-jar", System.getProperty("sample.jar", "")),
                        Stream.of(arguments))
                .toList();
    }

    RestTestClient client(String host) {
        int port = port().map(match -> Integer.parseInt(match.group(1))).orElseThrow();
        return SampleClient.of(host, port);
    }

    private boolean serves() {
        return port().isPresent();
    }

    private Optional<MatchResult> port() {
        return PORT.matcher(read(output)).results().findFirst();
    }

    private String log() {
        return read(output) + read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the process as the operating system does when it has no choice. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the process as a user does. */
    void stop() {
        process.destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
        try {
            Files.delete(output);
            Files.delete(errors);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
