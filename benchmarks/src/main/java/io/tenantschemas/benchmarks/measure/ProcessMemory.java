package io.tenantschemas.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a process, as Linux tells it, in kilobytes.
 *
 * @param resident all that is in use, what it shares with others included ({@code VmRSS})
 * @param own what is its own ({@code RssAnon}): for a process of PostgreSQL, without the buffers that all share
 * @param proportional what is its own and its part of what it shares ({@code Pss})
 */
record ProcessMemory(long resident, long own, long proportional) {

    private static final Path PROCESSES = Path.of("/proc");

    /** Returns the memory of a process, or nothing if it is gone. */
    static Optional<ProcessMemory> of(long process) {
        Path directory = PROCESSES.resolve(Long.toString(process));
        try {
            List<String> status = Files.readAllLines(directory.resolve("status"));
            List<String> rollup = Files.readAllLines(directory.resolve("smaps_rollup"));
            return Optional.of(
                    new ProcessMemory(number("VmRSS", status), number("RssAnon", status), number("Pss", rollup)));
        } catch (IOException failure) {
            if (Files.isDirectory(PROCESSES) && !Files.isDirectory(directory)) {
                return Optional.empty();
            }
            throw new IllegalStateException("This can be measured on Linux, by root or the server's user.", failure);
        }
    }

    static long number(String name, List<String> lines) {
        Pattern line = Pattern.compile(name + ":\\s+(\\d+) kB");
        return lines.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst()
                .orElse(0);
    }
}
