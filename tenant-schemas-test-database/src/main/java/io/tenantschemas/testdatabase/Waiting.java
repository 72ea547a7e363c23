package io.tenantschemas.testdatabase;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what cannot be waited for but by looking again. */
final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    /** Returns whether the condition was met before the time was over. */
    static boolean until(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || !pause()) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the pause was not cut short by an interruption. */
    static boolean pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
