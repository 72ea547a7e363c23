package io.tenantschemas.isolationcheck.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

import io.tenantschemas.routing.RoutingStrategy;

/**
 * How a run is done, as system properties say that begin with {@code isolation.}.
 *
 * @param seed where all choices come from ({@code seed})
 * @param duration how long it takes at least, all rounds together ({@code minutes})
 * @param transactions how many transactions it takes at least, all rounds together ({@code transactions})
 * @param threads how many work at the same time ({@code threads})
 * @param rounds with which pools ({@code pools}, sizes with commas between them)
 * @param pooler whether PgBouncer stands before the database, in transaction mode, with as many connections to the server as
 *     the pool has, and more clients ({@code pooler})
 * @param strategy how statements find tables ({@code strategy}); behind the pooler there is but one way
 * @param routines whether the tenants' schemas hold routines besides tables ({@code routines})
 */
public record Settings(
        long seed,
        Duration duration,
        long transactions,
        int threads,
        List<Pool> rounds,
        boolean pooler,
        RoutingStrategy strategy,
        boolean routines) {

    /**
     * A pool of connections.
     *
     * @param size how many connections it has
     * @param autoCommit whether they commit each statement by themselves
     */
    public record Pool(int size, boolean autoCommit) {

        @Override
        public String toString() {
            return "a pool of " + size + (autoCommit ? "" : " without auto-commit");
        }
    }

    /** Returns the settings of the system properties, with a seed by chance and half a minute where they say nothing. */
    public static Settings ofSystemProperties() {
        return new Settings(
                property("seed").map(Long::parseLong).orElseGet(() -> new SplittableRandom().nextLong()),
                Duration.ofSeconds(Math.round(
                        60 * property("minutes").map(Double::parseDouble).orElse(0.5))),
                property("transactions").map(Long::parseLong).orElse(3000L),
                property("threads").map(Integer::parseInt).orElse(8),
                rounds(property("pools").orElse("1,2,5")),
                property("pooler").map(Boolean::parseBoolean).orElse(false),
                property("strategy")
                        .map(name -> RoutingStrategy.valueOf(
                                name.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .orElse(RoutingStrategy.SEARCH_PATH),
                property("routines").map(Boolean::parseBoolean).orElse(true));
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty("isolation." + name)).filter(value -> !value.isBlank());
    }

    private static List<Pool> rounds(String sizes) {
        List<Pool> rounds = new ArrayList<>();
        Arrays.stream(sizes.split(",", -1))
                .map(String::trim)
                .map(Integer::parseInt)
                .forEach(size -> {
                    rounds.add(new Pool(size, true));
                    rounds.add(new Pool(size, false));
                });
        return List.copyOf(rounds);
    }

    /** Returns these settings with that seed, for so long, with that pool alone. */
    public Settings with(long newSeed, Duration newDuration, Pool pool) {
        return new Settings(newSeed, newDuration, transactions, threads, List.of(pool), pooler, strategy, routines);
    }

    /** Returns these settings through PgBouncer, for so long and however many transactions that are, with small pools. */
    public Settings shortBehindPooler(Duration newDuration) {
        return new Settings(seed, newDuration, 0, threads, rounds("1,2"), true, RoutingStrategy.SEARCH_PATH, routines);
    }

    /** Returns these settings with that strategy. */
    public Settings by(RoutingStrategy newStrategy) {
        return new Settings(seed, duration, transactions, threads, rounds, pooler, newStrategy, routines);
    }

    /** Returns these settings with tenants that have nothing but tables. */
    public Settings withoutRoutines() {
        return new Settings(seed, duration, transactions, threads, rounds, pooler, strategy, false);
    }

    /** Returns these settings for so long and however many transactions that are, with small pools. */
    public Settings inShort(Duration newDuration) {
        return new Settings(seed, newDuration, 0, threads, rounds("1,2"), pooler, strategy, routines);
    }

    /** Returns whether all statements of all tenants that name tables only are to name the schema themselves. */
    boolean isQualified() {
        return strategy == RoutingStrategy.QUALIFIED && !routines && !pooler;
    }

    @Override
    public String toString() {
        return "seed %d, at least %s and %d transactions, %d threads, strategy %s, rounds with %s%s%s"
                .formatted(
                        seed,
                        duration,
                        transactions,
                        threads,
                        strategy,
                        rounds,
                        routines ? "" : ", without routines",
                        pooler ? ", through PgBouncer" : "");
    }
}
