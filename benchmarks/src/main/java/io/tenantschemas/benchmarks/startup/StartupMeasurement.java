package io.tenantschemas.benchmarks.startup;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.benchmarks.database.ManyTenants;
import io.tenantschemas.benchmarks.database.TenantTables;
import io.tenantschemas.benchmarks.measure.Closing;
import io.tenantschemas.benchmarks.measure.Orders;

/** Measures on the server of this JVM. */
public final class StartupMeasurement {

    private final StartupSettings settings;

    private final PrintStream progress;

    /**
     * Creates a measurement.
     *
     * @param settings how it is measured
     * @param progress is told what is done
     */
    public StartupMeasurement(StartupSettings settings, PrintStream progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Creates a database for each number of tenants, measures, and drops all of them. */
    public StartupResult run() {
        try (Closing closing = new Closing()) {
            List<Course> courses = settings.tenants().stream()
                    .map(number -> new Course(closing.keep(create(number)), new ArrayList<>()))
                    .toList();
            // What is read first is read from the disk.
            courses.forEach(this::start);
            measure(courses);
            return new StartupResult(
                    courses.get(0).tenants().unchanged().version(),
                    Runtime.version().toString(),
                    courses.stream().map(Course::result).toList());
        }
    }

    /** Tenants, and what came of each round with them. */
    private record Course(ManyTenants tenants, List<Startup> startups) {

        StartupSeries result() {
            return new StartupSeries(tenants.number(), startups);
        }
    }

    private ManyTenants create(int number) {
        progress.printf("Creating a database with %d tenants%n", number);
        return ManyTenants.create(TenantTables.SMALL, number);
    }

    private void measure(List<Course> courses) {
        List<List<Course>> orders = new Orders(settings.seed()).of(courses, settings.rounds());
        for (int round = 0; round < orders.size(); round++) {
            for (Course course : orders.get(round)) {
                Startup startup = start(course);
                course.startups().add(startup);
                progress.printf(
                        "  round %d of %d, %d tenants: %.0f ms%n",
                        round + 1, settings.rounds(), course.tenants().number(), startup.answeredMillis());
            }
        }
    }

    private Startup start(Course course) {
        return new StartingApplication(settings, course.tenants()).measure();
    }
}
