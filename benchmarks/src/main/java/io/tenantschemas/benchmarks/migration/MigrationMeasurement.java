package io.tenantschemas.benchmarks.migration;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.measure.Orders;

/** Measures on the server of this JVM. */
public final class MigrationMeasurement {

    private final MigrationSettings settings;

    private final PrintStream progress;

    /**
     * Creates a measurement.
     *
     * @param settings how it is measured
     * @param progress is told what is done
     */
    public MigrationMeasurement(MigrationSettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Creates a database for each number of tenants, measures, and drops it. */
    public MigrationResult run() {
        List<TurnResult> turns = new ArrayList<>();
        List<HeapResult> heaps = new ArrayList<>();
        Orders orders = new Orders(settings.seed());
        String version = "";
        for (int number : settings.tenants()) {
            progress.printf("Creating a database with %d tenants%n", number);
            try (ManyTenants tenants = ManyTenants.create(settings.tables(), number);
                    Contenders contenders = new Contenders(settings, tenants);
                    ServerWatch server = ServerWatch.on(tenants.aside())) {
                version = tenants.unchanged().version();
                Course course = new Course(
                        tenants,
                        Expectation.of(tenants),
                        contenders,
                        new Stopwatch(server),
                        orders,
                        settings,
                        progress);
                measure(course, turns, heaps);
            }
        }
        return new MigrationResult(version, Runtime.version().toString(), turns, heaps);
    }

    private void measure(Course course, List<TurnResult> turns, List<HeapResult> heaps) {
        for (Turn turn : settings.turns()) {
            progress.printf("%d tenants, %s%n", course.tenants().number(), turn.title());
            switch (turn) {
                case NOTHING, ONE -> turns.add(new MigrationTurn(course, turn).run());
                case SIGN_UP -> turns.add(new SignUpTurn(course).run());
                case HEAP -> heaps.add(new HeapTurn(course).run());
            }
        }
    }
}
