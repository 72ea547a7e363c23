package io.tenantschemas.benchmarks.measure;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import io.tenantschemas.benchmarks.process.JavaProcess;

/**
 * A server of PostgreSQL that is started for a measurement, in a process of its own.
 *
 * @param major its major version, one of those whose binaries are on the class path, or {@code any}
 * @param settings its settings, with commas between them
 * @param javaHome the JDK for everything that is measured with it
 */
public record Server(String major, String settings, Path javaHome) {

    /** The version that there is. */
    public static final String ANY = "any";

    /** Measures throughput and round trips. */
    public ServerResult measure(Settings measured, PrintStream progress) {
        return run(MeasurementMain.class, measured, ServerResult.class, progress);
    }

    /** Measures the memory of the server's processes. */
    public MemoryResult measure(MemorySettings measured, PrintStream progress) {
        return run(MemoryMain.class, measured, MemoryResult.class, progress);
    }

    /**
     * Measures something else.
     *
     * @param main reads the question from the first line of its input, in a JVM that may start the server, and answers it
     * @param question what is to be measured
     * @param answer what comes of it
     * @param progress is told what is done
     */
    public <T> T run(Class<?> main, Object question, Class<T> answer, PrintStream progress) {
        JsonMapper json = JsonMapper.shared();
        try (JavaProcess process = JavaProcess.start(javaHome, options(), main, List.of(), progress::println)) {
            process.tell(json.writeValueAsString(question));
            return json.readValue(process.answer(), answer);
        }
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("-Xmx512m");
        options.add("-Dtenant-schemas.test.settings=" + settings);
        if (!major.equals(ANY)) {
            options.add("-Dtenant-schemas.test.postgresql=" + major);
        }
        return options;
    }
}
