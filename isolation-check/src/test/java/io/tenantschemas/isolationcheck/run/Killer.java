package io.tenantschemas.isolationcheck.run;

import java.time.Duration;

/** Ends backends of the application, whatever they are doing. */
final class Killer implements Runnable {

    private final Round round;

    Killer(Round round) {
        this.round = round;
    }

    @Override
    public void run() {
        for (long attempt = 0; round.goesOn(); attempt++) {
            Choices choices = round.choices(-1, attempt);
            try {
                Thread.sleep(Duration.ofMillis(100 + choices.below(1500)).toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
            if (round.side().killAny()) {
                round.counts().add("backend killed at random");
            }
        }
    }
}
