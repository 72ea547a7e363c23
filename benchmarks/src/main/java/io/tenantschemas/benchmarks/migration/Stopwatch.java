package io.tenantschemas.benchmarks.migration;

/** Measures one who has something to do. */
final class Stopwatch {

    private static final double NANOS_PER_MILLI = 1e6;

    // Pools fill, and compilers are at what was needed to start.
    private static final long PAUSE_MILLIS = 500;

    private final ServerWatch server;

    Stopwatch(ServerWatch server) {
        this.server = server;
    }

    /** Returns what it costs that one to do this with so many schemas. */
    MigrationRound measure(Contender contender, int schemas, Runnable work) {
        pause();
        server.settle();
        double application = contender.processorMillis();
        double database = server.processorMillis();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        return new MigrationRound(
                schemas,
                nanos / NANOS_PER_MILLI,
                contender.processorMillis() - application,
                server.processorMillis() - database);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
