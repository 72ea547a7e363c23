package io.tenantschemas.isolationcheck.run;

import java.util.List;
import java.util.SplittableRandom;

/** What one attempt decides, the same whenever the run has the same seed. */
public final class Choices {

    private final SplittableRandom random;

    private Choices(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns the choices of an attempt, which depend on nothing that happened before. */
    public static Choices of(long seed, int round, int thread, long attempt) {
        long mixed = seed;
        for (long part : new long[] {round, thread, attempt}) {
            mixed = new SplittableRandom(mixed ^ (part * 0x9E3779B97F4A7C15L)).nextLong();
        }
        return new Choices(mixed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    public <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SafeVarargs
    public final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
