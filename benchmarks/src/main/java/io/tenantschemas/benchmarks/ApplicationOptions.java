package io.tenantschemas.benchmarks;

import java.util.List;

import picocli.CommandLine.Option;

/** What the library's application is told. */
final class ApplicationOptions {

    @Option(names = "--property", description = "A property of the library's application, name=value.")
    private List<String> properties = List.of();

    List<String> properties() {
        return properties;
    }
}
