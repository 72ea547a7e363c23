package io.tenantschemas.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private final ServerOptions servers = new ServerOptions();

    @Mixin
    private final RoundOptions rounds = new RoundOptions(12);

    @Mixin
    private final ApplicationOptions application = new ApplicationOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(
            names = "--tenants",
            split = ",",
            description = "How many tenants there are; the first number is what the others are compared with.")
    private List<Integer> tenants = List.of(1, 10_000);

    @Override
    public Integer call() {
        StartupSettings settings = new StartupSettings(
                tenants, rounds.rounds(), rounds.seed(), application.properties(), servers.jvmOptions());
        List<StartupResult> results = servers.servers().stream()
                .map(server -> server.run(StartupMain.class, settings, StartupResult.class, System.out))
                .toList();
        new StartupReport(LocalDate.now(ZoneOffset.UTC), Machine.here(), report.options(), settings, results)
                .write(report.report());
        return 0;
    }
}
