package io.tenantschemas.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.measure.Contestant;
import io.tenantschemas.benchmarks.measure.MemoryResult;
import io.tenantschemas.benchmarks.measure.MemorySettings;
import io.tenantschemas.benchmarks.report.Machine;
import io.tenantschemas.benchmarks.report.MemoryReport;

/** Each strategy with each limit of tenants per connection, on each server. */
@Command(
        name = "memory",
        description = "Memory of PostgreSQL's processes that serve more and more tenants. Linux only.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class MemoryCommand implements Callable<Integer> {

    private static final String DEFAULT = "default";

    @Mixin
    private final ServerOptions servers = new ServerOptions();

    @Mixin
    private final LibraryOptions library = new LibraryOptions();

    @Mixin
    private final LoadOptions load = new LoadOptions(4);

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(
            names = "--max-tenants-per-connection",
            split = ",",
            description = "Values of the property for when a connection is retired; default: it is not set.")
    private List<String> limits = List.of(DEFAULT);

    @Option(names = "--tenants", description = "How many tenants are asked for, evenly.")
    private int tenants = 2000;

    @Option(names = "--samples", description = "How often memory is looked at.")
    private int samples = 60;

    @Option(names = "--seconds", description = "For how long the application is loaded before each look.")
    private double seconds = 2;

    @Override
    public Integer call() {
        MemorySettings settings = new MemorySettings(
                contestants(),
                tenants,
                samples,
                Math.round(seconds * 1000),
                load.connections(),
                load.pool(),
                servers.jvmOptions());
        List<MemoryResult> results = servers.servers().stream()
                .map(server -> server.measure(settings, System.out))
                .toList();
        new MemoryReport(LocalDate.now(ZoneOffset.UTC), Machine.here(), settings, results).write(report.report());
        return 0;
    }

    private List<Contestant> contestants() {
        return library.contestants()
                .flatMap(contestant -> limits.stream().map(limit -> limited(contestant, limit)))
                .toList();
    }

    private static Contestant limited(Contestant contestant, String limit) {
        return limit.equals(DEFAULT)
                ? contestant
                : contestant.with(
                        contestant.name() + ", " + limit + " per connection",
                        "tenant-schemas.routing.max-tenants-per-connection=" + limit);
    }
}
