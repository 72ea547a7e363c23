package io.tenantschemas.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.tenantschemas.benchmarks.report.Report;

/** Where results are written. */
final class ReportOptions {

    private static final List<String> PLACES = List.of("--output", "--java-home", "--psql");

    @Option(names = "--output", description = "Directory for the results.")
    private Path output = Path.of("docs", "benchmarks");

    @Option(names = "--name", description = "Name of the files with the results; that of the command if absent.")
    private @Nullable String name;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec command;

    /** Returns with which options the command was called, but for those that say where things are on this machine. */
    String options() {
        return command.commandLine().getParseResult().originalArgs().stream()
                .filter(option -> PLACES.stream().noneMatch(option::startsWith))
                .collect(Collectors.joining(" "));
    }

    Report report() {
        return new Report(output, Optional.ofNullable(name).orElse(command.name()));
    }
}
