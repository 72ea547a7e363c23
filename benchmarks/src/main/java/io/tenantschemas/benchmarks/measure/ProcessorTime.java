package io.tenantschemas.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The time for which processors worked for processes, as Linux tells it; nothing where it does not. */
public final class ProcessorTime {

    private static final double MILLIS_PER_TICK = 10;

    // proc(5): the fields of /proc/PID/stat behind the name, which ends with the last parenthesis.
    private static final List<Integer> OWN = List.of(11, 12);

    private static final List<Integer> OF_CHILDREN_THAT_ENDED = List.of(13, 14);

    private ProcessorTime() {}

    /** Returns the milliseconds of a process. */
    public static Optional<Double> of(long process) {
        return millis(process, OWN);
    }

    /** Returns the milliseconds of the process that started this one, and of all whom it started: those of a server. */
    public static Optional<Double> ofFamily(long process) {
        return ProcessHandle.of(process).flatMap(ProcessHandle::parent).flatMap(ProcessorTime::ofFamily);
    }

    private static Optional<Double> ofFamily(ProcessHandle parent) {
        return millis(
                        parent.pid(),
                        Stream.concat(OWN.stream(), OF_CHILDREN_THAT_ENDED.stream())
                                .toList())
                .map(own -> own
                        + parent.children()
                                .map(child -> of(child.pid()).orElse(0.0))
                                .mapToDouble(Double::doubleValue)
                                .sum());
    }

    private static Optional<Double> millis(long process, List<Integer> fields) {
        try {
            return Optional.of(millis(Files.readString(Path.of("/proc", Long.toString(process), "stat")), fields));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static double millis(String stat, List<Integer> fields) {
        String[] all = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return fields.stream().mapToLong(field -> Long.parseLong(all[field])).sum() * MILLIS_PER_TICK;
    }
}
