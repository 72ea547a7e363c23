package io.tenantschemas.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param cores how many there are
 * @param processor what they are
 * @param gigabytes how much memory
 * @param system the operating system
 */
public record Machine(int cores, String processor, long gigabytes, String system) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Returns this machine. */
    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                processorName(),
                memory() >> 30,
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException notLinux) {
            return "unknown processor";
        }
    }

    private static long memory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    /** Returns all of it in words. */
    @Override
    public String toString() {
        return "%d cores (%s), %d GB, %s".formatted(cores, processor, gigabytes, system);
    }
}
