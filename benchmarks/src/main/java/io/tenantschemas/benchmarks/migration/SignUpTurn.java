package io.tenantschemas.benchmarks.migration;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.tenantschemas.benchmarks.database.TenantsDatabase;
import io.tenantschemas.benchmarks.measure.Closing;

/** Makes new tenants. All processes are up at the same time, and one is at work at a time. */
final class SignUpTurn {

    private final Course course;

    private final Map<Way, Contender> contenders = new EnumMap<>(Way.class);

    private final Map<Way, Integer> made = new EnumMap<>(Way.class);

    SignUpTurn(Course course) {
        this.course = course;
    }

    TurnResult run() {
        try (TenantsDatabase database = course.tenants().copy()) {
            List<MigrationSeries> series = run(database);
            contenders.keySet().forEach(way -> check(way, database));
            return new TurnResult(Turn.SIGN_UP, course.tenants().number(), series);
        }
    }

    private List<MigrationSeries> run(TenantsDatabase database) {
        try (Closing closing = new Closing()) {
            for (Way way : course.settings().ways()) {
                contenders.put(way, closing.keep(course.contenders().start(way, Turn.SIGN_UP, database)));
            }
            contenders.forEach((way, contender) ->
                    contender.signUp(names(way, course.settings().warmUp())));
            return course.rounds(this::round);
        }
    }

    private MigrationRound round(Way way) {
        Contender contender = Objects.requireNonNull(contenders.get(way));
        List<String> names = names(way, course.settings().signUps());
        return course.stopwatch().measure(contender, names.size(), () -> contender.signUp(names));
    }

    private List<String> names(Way way, int number) {
        int first = made.merge(way, number, Integer::sum) - number;
        return IntStream.range(first, first + number)
                .mapToObj(i -> prefix(way) + i)
                .toList();
    }

    private static String prefix(Way way) {
        return "new" + way.name().toLowerCase(Locale.ROOT);
    }

    private void check(Way way, TenantsDatabase database) {
        course.expectation().checkNew(database, "^" + prefix(way), made.getOrDefault(way, 0), way != Way.PSQL);
    }
}
