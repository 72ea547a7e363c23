package io.tenantschemas.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.measure.Server;

/** On which servers, and with which JVMs. */
final class ServerOptions {

    @Option(
            names = "--postgresql",
            split = ",",
            description = "Major versions of PostgreSQL, among those on the class path, one after the other; or any.")
    private List<String> postgresql = List.of("15", "18");

    @Option(names = "--postgresql-settings", description = "Settings of the server.")
    private String settings = "shared_buffers=1GB,autovacuum=off";

    @Option(names = "--java-home", description = "The JDK that everything runs with.")
    private Path javaHome = Path.of(System.getProperty("java.home"));

    @Option(names = "--jvm-options", description = "Options of the JVM of each application.")
    private String jvmOptions = "-Xms512m -Xmx512m";

    List<Server> servers() {
        return postgresql.stream()
                .map(major -> new Server(major, settings, javaHome))
                .toList();
    }

    List<String> jvmOptions() {
        return Arrays.stream(jvmOptions.split(" ", -1))
                .filter(option -> !option.isEmpty())
                .toList();
    }
}
