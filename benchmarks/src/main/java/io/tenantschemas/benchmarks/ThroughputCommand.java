package io.tenantschemas.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tenantschemas.benchmarks.load.Distribution;
import io.tenantschemas.benchmarks.measure.Contestant;
import io.tenantschemas.benchmarks.measure.Scenario;
import io.tenantschemas.benchmarks.measure.ServerResult;
import io.tenantschemas.benchmarks.measure.Settings;
import io.tenantschemas.benchmarks.report.Machine;
import io.tenantschemas.benchmarks.report.ThroughputReport;
import io.tenantschemas.benchmarks.rival.Rival;

/** Every combination of tenants, distribution, statements, threads and delay, on each server. */
@Command(
        name = "throughput",
        description = "Requests per second, and round trips per request, of the library and its rivals."
                + " With --rounds=0, round trips are counted, and that is all.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ThroughputCommand implements Callable<Integer> {

    /** What runs the application's requests. */
    enum Threads {
        PLATFORM,
        VIRTUAL
    }

    @Mixin
    private final ServerOptions servers = new ServerOptions();

    @Mixin
    private final LibraryOptions library = new LibraryOptions();

    @Mixin
    private final RoundOptions rounds = new RoundOptions(10);

    @Mixin
    private final LoadOptions load = new LoadOptions(8);

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(names = "--rivals", split = ",", description = "Who is compared with.")
    private List<Rival> rivals = List.of(Rival.SINGLE, Rival.RECIPE, Rival.MAPPER, Rival.BARE);

    @Option(names = "--tenants", split = ",", description = "How many tenants are asked for.")
    private List<Integer> tenants = List.of(1, 50, 1000);

    @Option(names = "--distribution", split = ",", description = "How often which of them is: even, zipf, in_turn.")
    private List<Distribution> distributions = List.of(Distribution.EVEN, Distribution.ZIPF);

    @Option(names = "--variants", split = ",", description = "In how many wordings the five statements are used.")
    private List<Integer> variants = List.of(1);

    @Option(names = "--threads", split = ",", description = "platform, virtual (from JDK 21 on).")
    private List<Threads> threads = List.of(Threads.PLATFORM);

    @Option(
            names = "--delay",
            split = ",",
            description = "Milliseconds that each round trip to the database takes more.")
    private List<Double> delays = List.of(0.0);

    @Option(names = "--seconds", description = "How long each application is loaded in a round.")
    private double seconds = 2;

    @Option(names = "--warm-up", description = "Seconds for which each application is loaded before.")
    private double warmUp = 240;

    @Option(names = "--warm-up-per-tenant", description = "Milliseconds that come on top of that for each tenant.")
    private long warmUpPerTenant = 50;

    @Option(names = "--counted", description = "Of how many requests round trips are counted, 15 times; 0: not at all.")
    private int countedRequests = 50;

    @Override
    public Integer call() {
        Settings settings = new Settings(
                contestants(),
                scenarios(),
                countedRequests,
                rounds.rounds(),
                rounds.seed(),
                Math.round(seconds * 1000),
                Math.round(warmUp * 1000),
                warmUpPerTenant,
                load.connections(),
                load.pool(),
                servers.jvmOptions());
        List<ServerResult> results = servers.servers().stream()
                .map(server -> server.measure(settings, System.out))
                .toList();
        new ThroughputReport(LocalDate.now(ZoneOffset.UTC), Machine.here(), report.options(), settings, results)
                .write(report.report());
        return 0;
    }

    private List<Contestant> contestants() {
        return Stream.concat(Contestant.others().filter(other -> rivals.contains(other.rival())), library.contestants())
                .toList();
    }

    private List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int number : tenants) {
            for (Distribution distribution : number == 1 ? List.of(Distribution.EVEN) : distributions) {
                scenarios.addAll(scenarios(number, distribution));
            }
        }
        return scenarios;
    }

    private List<Scenario> scenarios(int number, Distribution distribution) {
        return variants.stream()
                .flatMap(variant -> threads.stream()
                        .flatMap(thread -> delays.stream()
                                .map(delay ->
                                        new Scenario(number, distribution, variant, thread == Threads.VIRTUAL, delay))))
                .toList();
    }
}
