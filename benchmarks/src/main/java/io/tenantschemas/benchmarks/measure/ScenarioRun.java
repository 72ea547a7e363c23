package io.tenantschemas.benchmarks.measure;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.tenantschemas.benchmarks.database.ShopDatabase;
import io.tenantschemas.benchmarks.load.LoadOrder;
import io.tenantschemas.benchmarks.load.LoadReport;
import io.tenantschemas.benchmarks.network.DelayedPassage;
import io.tenantschemas.benchmarks.network.TcpProxy;

/** Lets all applications run at the same time and loads one at a time, in turn, so that what disturbs one disturbs all. */
final class ScenarioRun {

    private final Settings settings;

    private final Scenario scenario;

    private final ShopDatabase database;

    private final PrintStream progress;

    ScenarioRun(Settings settings, Scenario scenario, ShopDatabase database, PrintStream progress) {
        this.settings = settings;
        this.scenario = scenario;
        this.database = database;
        this.progress = progress;
    }

    ScenarioResult run() {
        try (Closing closing = new Closing()) {
            int port = scenario.delayMillis() == 0 ? database.address().getPort() : delayed(closing);
            List<String> properties = new ArrayList<>(database.properties(port));
            properties.add("spring.threads.virtual.enabled=" + scenario.virtualThreads());
            LoadGenerator load = closing.keep(new LoadGenerator());
            List<Participation> participations = settings.contestants().stream()
                    .map(contestant -> closing.keep(
                            RunningRival.start(contestant, settings.jvmOptions(), settings.pool(), properties)))
                    .map(rival -> new Participation(rival, new ArrayList<>()))
                    .toList();
            // Started at the same time, and loaded when all are there.
            participations.forEach(each -> each.rival().port());
            warmUp(load, participations);
            measure(load, participations);
            return new ScenarioResult(
                    scenario, participations.stream().map(Participation::result).toList());
        }
    }

    /** A contestant, and what came of each round. */
    private record Participation(RunningRival rival, List<Round> rounds) {

        Series result() {
            return new Series(rival.contestant().name(), rounds);
        }
    }

    private int delayed(Closing closing) {
        Duration delay = Duration.ofNanos(Math.round(scenario.delayMillis() * 1_000_000));
        return closing.keep(TcpProxy.before(database.address(), () -> new DelayedPassage(delay)))
                .port();
    }

    private void warmUp(LoadGenerator load, List<Participation> participations) {
        // In several turns: code that only one of them uses is compiled while the others wait.
        int turns = 4;
        for (int turn = 0; turn < turns; turn++) {
            for (Participation each : participations) {
                load.run(each.rival()
                        .order(
                                scenario,
                                settings.connections(),
                                settings.warmUpMillis(scenario) / turns,
                                seed(-1 - turn)));
            }
        }
    }

    /** Returns where choices come from: the same for all in a round, and nothing that another round has. */
    private static long seed(int round) {
        return 1000L * round;
    }

    private void measure(LoadGenerator load, List<Participation> participations) {
        List<List<Participation>> orders = new Orders(settings.seed()).of(participations, settings.rounds());
        for (int round = 0; round < orders.size(); round++) {
            for (Participation each : orders.get(round)) {
                LoadOrder order =
                        each.rival().order(scenario, settings.connections(), settings.roundMillis(), seed(round));
                each.rounds().add(measured(each.rival(), () -> load.run(order)));
            }
            progress.printf("  round %d of %d%n", round + 1, settings.rounds());
        }
    }

    private Round measured(RunningRival rival, Supplier<LoadReport> load) {
        double application = rival.processorMillis();
        double server = serverMillis();
        LoadReport report = load.get();
        return new Round(report, rival.processorMillis() - application, serverMillis() - server);
    }

    private double serverMillis() {
        // Whatever else the server does at that time is little, and the same for all.
        return database.backends().stream()
                .findFirst()
                .flatMap(ProcessorTime::ofFamily)
                .orElse(0.0);
    }
}
