package io.tenantschemas.benchmarks;

import java.util.List;
import java.util.stream.Stream;

import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.measure.Contestant;

/** How the library takes part. */
final class LibraryOptions {

    @Option(names = "--strategy", split = ",", description = "Values of the property for the strategy of routing.")
    private List<String> strategies = List.of("auto");

    @Option(
            names = "--library",
            description =
                    "The library once more, under a name and with properties: name:property=value,property=value.")
    private List<String> others = List.of();

    Stream<Contestant> contestants() {
        return Stream.concat(strategies.stream(), others.stream()).map(Contestant::library);
    }
}
