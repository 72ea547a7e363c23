package io.tenantschemas.benchmarks.measure;

import java.io.PrintStream;
import java.util.List;

import io.tenantschemas.benchmarks.database.ShopDatabase;

/** Measures on the server of this JVM. */
public final class Measurement {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private final Settings settings;

    private final PrintStream progress;

    /**
     * Creates a measurement.
     *
     * @param settings how it is measured
     * @param progress is told what is done
     */
    public Measurement(Settings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Creates a database, measures, and drops the database. */
    public ServerResult run() {
        refuseVirtualThreadsWhereThereAreNone();
        progress.printf("Creating a database with %d tenants%n", settings.mostTenants());
        try (ShopDatabase database = ShopDatabase.create(settings.mostTenants(), settings.needRoles())) {
            return new ServerResult(
                    database.version(),
                    Runtime.version().toString(),
                    settings.countedRequests() > 0 ? roundTrips(database) : List.of(),
                    settings.rounds() > 0 ? scenarios(database) : List.of());
        }
    }

    private List<ScenarioResult> scenarios(ShopDatabase database) {
        return settings.scenarios().stream()
                .map(scenario -> run(scenario, database))
                .toList();
    }

    private void refuseVirtualThreadsWhereThereAreNone() {
        if (settings.scenarios().stream().anyMatch(Scenario::virtualThreads)
                && Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            throw new IllegalArgumentException(
                    "JDK %s has no virtual threads. Name another one with --java-home.".formatted(Runtime.version()));
        }
    }

    private List<RoundTrips> roundTrips(ShopDatabase database) {
        progress.println("Counting round trips");
        RoundTripCount count = new RoundTripCount(settings, database);
        return settings.contestants().stream().map(count::count).toList();
    }

    private ScenarioResult run(Scenario scenario, ShopDatabase database) {
        progress.printf("PostgreSQL %s, %s%n", database.version(), scenario.title());
        return new ScenarioRun(settings, scenario, database, progress).run();
    }
}
