package io.tenantschemas.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.tenantschemas.benchmarks.report.Machine;
import io.tenantschemas.benchmarks.report.StartupReport;
import io.tenantschemas.benchmarks.startup.StartupMain;
import io.tenantschemas.benchmarks.startup.StartupResult;
import io.tenantschemas.benchmarks.startup.StartupSettings;

/** Each number of tenants, on each server. */
@Command(
        name = "startup",
        description = "Time until an application with few and with many tenants has started.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StartupCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli
    private CommandSpec spec;

    @Mixin
    private final ServerOptions servers = new ServerOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(
            names = "--tenants",
            split = ",",
            description = "How many tenants there are; the first number is what the others are compared with.")
    private List<Integer> tenants = List.of(1, 10_000);

    @Option(names = "--rounds", description = "How many rounds count; in each, there is one start for each number.")
    private int rounds = 12;

    @Option(names = "--seed", description = "Draws the order in which numbers come in each round.")
    private long seed = 1;

    @Option(names = "--property", description = "A property of the application, name=value.")
    private List<String> properties = List.of();

    @Override
    public Integer call() {
        StartupSettings settings = new StartupSettings(tenants, rounds, seed, properties, servers.jvmOptions());
        List<StartupResult> results = servers.servers().stream()
                .map(server -> server.run(StartupMain.class, settings, StartupResult.class, System.out))
                .toList();
        new StartupReport(LocalDate.now(ZoneOffset.UTC), Machine.here(), ReportOptions.options(spec), settings, results)
                .write(report.report("startup"));
        return 0;
    }
}
