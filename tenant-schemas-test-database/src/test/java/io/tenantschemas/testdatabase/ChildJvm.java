package io.tenantschemas.testdatabase;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Another process with a server, see {@link ChildJvmMain}; killed at the latest when it is closed. */
final class ChildJvm implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private final Process process;

    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildJvm withKeptServer(Path directory) {
        return start(new ProcessBuilder(line(List.of(), CLASS_PATH, "kept", directory)));
    }

    static ChildJvm withTestServer(Path directory) {
        return start(new ProcessBuilder(line(List.of(), CLASS_PATH, "test", directory)));
    }

    static ChildJvm withGivenServer(String url) {
        return start(new ProcessBuilder(List.of(
                JAVA,
                "-cp",
                CLASS_PATH,
                "-Dtenant-schemas.test.database=" + url,
                ChildJvmMain.class.getName(),
                "test")));
    }

    static List<String> line(List<String> prefix, String classPath, String what, Path directory) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(
                JAVA,
                "-cp",
                classPath,
                "-Dtenant-schemas.test.database=embedded",
                "-Dtenant-schemas.test.directory=" + (what.equals("test") ? directory : ""),
                ChildJvmMain.class.getName(),
                what,
                directory.toString()));
        return line;
    }

    static ChildJvm start(ProcessBuilder builder) {
        try {
            return new ChildJvm(
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns the URL once the server runs, and nothing if there is none. */
    String url() {
        try {
            String line = output.readLine();
            return line == null ? "" : line;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Lets the process close what it has, and waits for its end. */
    void finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    void kill() {
        kill(process.toHandle());
    }

    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await().atMost(Duration.ofMinutes(1)).until(() -> isGone(process));
    }

    // Where nobody collects the dead they remain, without a command line.
    private static boolean isGone(ProcessHandle process) {
        return !process.isAlive() || process.info().commandLine().isEmpty();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
