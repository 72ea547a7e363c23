package io.tenantschemas.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that is told something by its input, and answers with lines that are marked. It is to end when its input ends, and
 * so does not outlive this process.
 */
public abstract sealed class TalkingProcess implements AutoCloseable permits JavaProcess, PsqlProcess {

    /** What an answer begins with. */
    static final String MARK = "@@ ";

    private static final String END = "";

    private static final int PATIENCE = 30;

    private final Process process;

    private final PrintWriter input;

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private final Log log = new Log();

    private final Consumer<String> listener;

    TalkingProcess(Process process, Consumer<String> listener) {
        this.process = process;
        this.listener = listener;
        this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
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
