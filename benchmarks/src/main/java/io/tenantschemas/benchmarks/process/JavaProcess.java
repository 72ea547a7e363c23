package io.tenantschemas.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A JVM with the class path of this one. It answers with {@link #tellParent}. */
public final class JavaProcess extends TalkingProcess {

    private JavaProcess(Process process, Consumer<String> listener) {
        super(process, listener);
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
}
