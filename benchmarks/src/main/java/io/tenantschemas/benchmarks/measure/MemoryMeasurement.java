package io.tenantschemas.benchmarks.measure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.tenantschemas.benchmarks.database.ShopDatabase;
import io.tenantschemas.benchmarks.load.LoadReport;

/** Measures the memory that the server's processes take while they serve more and more tenants. */
final class MemoryMeasurement {

    private final MemorySettings settings;

    private final PrintStream progress;

    MemoryMeasurement(MemorySettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    MemoryResult run() {
        progress.printf("Creating a database with %d tenants%n", settings.tenants());
        boolean roles = settings.contestants().stream().anyMatch(Contestant::needsRoles);
        try (ShopDatabase database = ShopDatabase.create(settings.tenants(), roles)) {
            return new MemoryResult(
                    database.version(),
                    Runtime.version().toString(),
                    settings.contestants().stream()
                            .map(contestant -> measure(contestant, database))
                            .toList());
        }
    }

    private MemorySeries measure(Contestant contestant, ShopDatabase database) {
        progress.printf("PostgreSQL %s, %s%n", database.version(), contestant.name());
        try (Closing closing = new Closing()) {
            LoadGenerator load = closing.keep(new LoadGenerator());
            RunningRival rival = closing.keep(RunningRival.start(
                    contestant,
                    settings.jvmOptions(),
                    settings.pool(),
                    database.properties(database.address().getPort())));
            List<MemorySample> samples = new ArrayList<>();
            List<Double> speeds = new ArrayList<>();
            long requests = 0;
            for (int i = 0; i < settings.samples(); i++) {
                LoadReport report = load.run(
                        rival.order(settings.scenario(), settings.connections(), settings.sampleMillis(), i * 1000L));
                requests += report.requests();
                speeds.add(report.requestsPerSecond());
                samples.add(sample(requests, database));
            }
            return new MemorySeries(contestant.name(), middle(speeds), samples);
        }
    }

    private static MemorySample sample(long requests, ShopDatabase database) {
        return MemorySample.of(
                requests,
                database.backends().stream()
                        .map(ProcessMemory::of)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
