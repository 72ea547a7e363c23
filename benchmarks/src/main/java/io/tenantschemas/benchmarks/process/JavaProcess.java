package io.tenantschemas.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM with the class path of this one, which is told something by its input and answers with {@link #tellParent}. It is to
 * end when its input ends, and so does not outlive this process.
 */
public final class JavaProcess implements AutoCloseable {

    private static final String MARK = "@@ ";

    private static final String END = "";

    private static final int PATIENCE = 30;

    private final Process process;

    private final PrintWriter input;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private final Log log = new Log();

    private final Consumer<String> listener;

    private JavaProcess(Process process, Consumer<String> listener) {
        this.process = process;
        this.listener = listener;
        this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param home the home directory of the JDK
     * @param options for the JVM
     * @param main the class to run
     * @param arguments for that class
     */
    public static JavaProcess start(Path home, List<String> options, Class<?> main, List<String> arguments) {
        return start(home, options, main, arguments, line -> {});
    }

    /** The same, with somebody who is told each line that is no answer. */
    public static JavaProcess start(
            Path home, List<String> options, Class<?> main, List<String> arguments, Consumer<String> listener) {
        List<String> line = new ArrayList<>();
        line.add(home.resolve("bin").resolve("java").toString());
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(arguments);
        try {
            return new JavaProcess(
                    new ProcessBuilder(line).redirectErrorStream(true).start(), listener);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tells whoever started this process; a line. */
    public static void tellParent(String answer) {
        System.out.println(MARK + answer);
    }

    /** Ends this process, whatever it does, when whoever started it has closed its input or is gone. */
    public static void endWithParent() {
        Thread thread = new Thread(JavaProcess::waitForEndOfInput, "parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForEndOfInput() {
        try {
            System.in.readAllBytes();
        } catch (IOException gone) {
            // The same as the end.
        }
        System.exit(1);
    }

    /** Returns the number under which the system knows the process. */
    public long pid() {
        return process.pid();
    }

    /** Tells the process a line. */
    public void tell(String line) {
        input.println(line);
    }

    /**
     * Returns the next line that the process answers.
     *
     * @throws ProcessEndedException if it ended without an answer
     */
    public String answer() {
        try {
            String answer = answers.take();
            if (answer.equals(END)) {
                throw new ProcessEndedException(log.text());
            }
            return answer;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(this::sort);
        } catch (IOException | UncheckedIOException failure) {
            log.add(failure.toString());
        } finally {
            answers.add(END);
        }
    }

    private void sort(String line) {
        if (line.startsWith(MARK)) {
            answers.add(line.substring(MARK.length()));
        } else {
            log.add(line);
            listener.accept(line);
        }
    }

    @Override
    public void close() {
        input.close();
        try {
            if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
