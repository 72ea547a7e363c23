package io.tenantschemas.isolationcheck.run;

import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.isolationcheck.leak.Leak;

/** A run from its first round to its last. */
public final class IsolationRun {

    private final Settings settings;

    private final Leak leak;

    public IsolationRun(Settings settings, Leak leak) {
        this.settings = settings;
        this.leak = leak;
    }

    /**
     * Does it.
     *
     * @return what happened how often
     * @throws RunFailedException if something was not as it must be
     */
    public Report run() {
        Counts counts = new Counts();
        Expected expected = Expected.of(settings);
        List<String> rounds = new ArrayList<>();
        for (int i = 0; i < settings.rounds().size(); i++) {
            boolean last = i == settings.rounds().size() - 1;
            Counts round = Round.run(
                    settings,
                    i,
                    leak,
                    own -> !last || expected.missing(counts, own).isEmpty());
            rounds.add("  %s: %d".formatted(settings.rounds().get(i), round.transactions()));
            counts.addAll(round);
        }
        return new Report(settings, counts, rounds, expected.missing(counts));
    }

    /**
     * What happened.
     *
     * @param settings how the run was done
     * @param counts how often everything happened
     * @param rounds the transactions of each round
     * @param missing what should have happened and never did, so that the run shows nothing of it
     */
    public record Report(Settings settings, Counts counts, List<String> rounds, List<String> missing) {

        public long transactions() {
            return counts.transactions();
        }

        @Override
        public String toString() {
            return "Isolation, %s:%n%d transactions, and not one foreign row%n%s%n%s"
                    .formatted(settings, transactions(), String.join("\n", rounds), counts);
        }
    }
}
