package io.tenantschemas.isolationcheck.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.isolationcheck.leak.Leak;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.model.World;
import io.tenantschemas.isolationcheck.operation.LifeCycle;

/** A part of a run, with one application and one pool. */
final class Round {

    private static final Duration EXTENSION = Duration.ofMinutes(2);

    private final Settings settings;

    private final int number;

    private final Settings.Pool pool;

    private final World world;

    private final Node node;

    private final Side side;

    private final Operations operations;

    private final Permits permits;

    private final Counts counts = new Counts();

    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private final Predicate<Counts> complete;

    private final long end;

    private final long transactions;

    private Round(
            Settings settings,
            int number,
            Settings.Pool pool,
            World world,
            Node node,
            Side side,
            Operations operations,
            Predicate<Counts> complete) {
        this.settings = settings;
        this.number = number;
        this.pool = pool;
        this.world = world;
        this.node = node;
        this.side = side;
        this.operations = operations;
        this.complete = complete;
        this.permits = new Permits(pool.size());
        node.accesses().forEach(counts::expect);
        int rounds = settings.rounds().size();
        this.end = System.nanoTime() + settings.duration().toNanos() / rounds;
        this.transactions = settings.transactions() / rounds;
    }

    /**
     * Does a round.
     *
     * @param complete whether all has happened that must, without which the round takes longer, but not for ever
     * @throws RunFailedException if something was not as it must be
     */
    static Counts run(Settings settings, int number, Leak leak, Predicate<Counts> complete) {
        Settings.Pool pool = settings.rounds().get(number);
        World world = new World("acme", "globex", "initech", "umbrella", "hooli", "soylent", "vehement", "wonka");
        try (RunDatabase database = RunDatabase.create(settings, pool);
                Node node = Node.start(database, pool, world, leak)) {
            Operations operations = Operations.forPool(pool.size());
            Round round = new Round(settings, number, pool, world, node, database.side(), operations, complete);
            round.populate();
            round.work();
            round.compare();
            return round.counts;
        }
    }

    /** Makes a tenant of each name but one. */
    private void populate() {
        Attempt attempt = new Attempt(this, -1, 0, choices(-2, 0), new History());
        world.places().stream().skip(1).forEach(place -> LifeCycle.begin(attempt, place));
    }

    private void work() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            threads.add(new Thread(new Worker(this, i), "worker-" + i));
        }
        threads.add(new Thread(new Killer(this), "killer"));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            join(thread);
        }
        throwFailure();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the run was under way.", interrupted);
        }
    }

    private void compare() {
        try {
            side.compareWith(world);
        } catch (Violation violation) {
            stop("In the end: " + violation.getMessage());
        }
        if (settings.isQualified() && !node.isQualified()) {
            stop("Tenants were reached by their path, so that this shows nothing of names with a schema.");
        }
        throwFailure();
    }

    private void throwFailure() {
        String report = failure.get();
        if (report != null) {
            throw new RunFailedException(settings, "round %d, with %s".formatted(number, pool), report);
        }
    }

    /** Ends the round for all threads. The first report counts. */
    void stop(String report) {
        failure.compareAndSet(null, report);
    }

    boolean goesOn() {
        if (failure.get() != null) {
            return false;
        }
        long left = end - System.nanoTime();
        return left > 0
                || counts.transactions() < transactions
                || (left > -EXTENSION.toNanos() && !complete.test(counts));
    }

    Choices choices(int thread, long attempt) {
        return Choices.of(settings.seed(), number, thread, attempt);
    }

    World world() {
        return world;
    }

    Node node() {
        return node;
    }

    Side side() {
        return side;
    }

    Counts counts() {
        return counts;
    }

    Operations operations() {
        return operations;
    }

    Permits permits() {
        return permits;
    }
}
