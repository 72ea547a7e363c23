package io.tenantschemas.benchmarks;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.report.Report;

/** Where results are written. */
final class ReportOptions {

    @Option(names = "--output", description = "Directory for the results.")
    private Path output = Path.of("docs", "benchmarks");

    @Option(names = "--name", description = "Name of the files with the results; that of the command if absent.")
    private @Nullable String name;

    Report report(String command) {
        return new Report(output, Optional.ofNullable(name).orElse(command));
    }
}
