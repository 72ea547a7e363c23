package io.tenantschemas.autoconfigure.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import io.tenantschemas.autoconfigure.command.application.CommandTestApplication;
import io.tenantschemas.autoconfigure.process.ApplicationJvm;

import static org.assertj.core.api.Assertions.assertThat;

/** A JVM that runs the application, and is killed if nobody has ended it. */
final class RunningProcess implements AutoCloseable {

    private final Process process;

    private final Output out;

    private final Output err;

    private RunningProcess(List<String> command) throws IOException {
        this.process = new ProcessBuilder(command).start();
        this.out = new Output(process.getInputStream());
        this.err = new Output(process.getErrorStream());
    }

    static RunningProcess start(List<String> arguments) throws IOException {
        return new RunningProcess(command(arguments));
    }

    /** Starts one that is going to be signalled, which takes {@link EnabledWithSignals}. */
    static RunningProcess startForSignals(List<String> arguments) throws IOException {
        return new RunningProcess(withSignals(command(arguments)));
    }

    /**
     * Starts one at a terminal, to which it writes but for its standard output, and from where it may be signalled. That takes
     * {@link EnabledWithSignals}.
     */
    static RunningProcess startAtTerminal(Path out, List<String> arguments) throws IOException {
        String line = withSignals(command(arguments)).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "exec env -u CI -u COLUMNS TERM=xterm ", " > '" + out + "'"));
        return new RunningProcess(List.of("script", "--quiet", "--return", "--command", line, "/dev/null"));
    }

    private static List<String> withSignals(List<String> command) {
        // Whoever runs the tests in the background has signals ignored, and the virtual machine would leave them so.
        List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
        all.addAll(command);
        return all;
    }

    private static List<String> command(List<String> arguments) {
        List<String> command = ApplicationJvm.command(CommandTestApplication.class);
        command.addAll(arguments);
        return command;
    }

    void signal(String name) throws Exception {
        run("kill", "-" + name, String.valueOf(process.pid()));
    }

    /** Sends several at once, one right after the other. */
    void signals(String... names) throws Exception {
        run(
                "sh",
                "-c",
                Stream.of(names)
                        .map(name -> "kill -" + name + " " + process.pid())
                        .collect(Collectors.joining(" && ")));
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** Ends it as {@code kill -9} does, without a process for that, which would take its time. */
    void kill() {
        process.destroyForcibly();
    }

    /** Presses Ctrl-C at its terminal. */
    void pressCtrlC() throws IOException {
        process.getOutputStream().write(3);
        process.getOutputStream().flush();
    }

    /** Types a line at its terminal. */
    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    void awaitErr(String text) {
        await(err, text);
    }

    void awaitTerminal(String text) {
        await(out, text);
    }

    /** Returns true, or fails with what it has written. */
    boolean isRunning() {
        assertThat(process.isAlive())
                .as("running: %s%s", out.text(), err.text())
                .isTrue();
        return true;
    }

    private void await(Output output, String text) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            // Whatever it has written before it ended is seen.
            boolean isAlive = process.isAlive();
            boolean isThere = output.text().contains(text);
            return isThere || !(isAlive || isRunning());
        });
    }

    int awaitEnd() throws InterruptedException {
        return awaitEnd(Duration.ofMinutes(2));
    }

    int awaitEnd(Duration atMost) throws InterruptedException {
        assertThat(process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS))
                .as("ended: %s%s", out.text(), err.text())
                .isTrue();
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** What a process has written so far. */
    private static final class Output {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private final Thread reader;

        Output(InputStream stream) {
            reader = new Thread(() -> read(stream), "output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try {
                stream.transferTo(bytes);
            } catch (IOException ended) {
                // There is no more of it.
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        void awaitEnd() throws InterruptedException {
            reader.join(TimeUnit.SECONDS.toMillis(10));
        }
    }
}
