package io.tenantschemas.isolationcheck.run;

import java.util.ArrayList;
import java.util.List;

import io.tenantschemas.isolationcheck.leak.Leak;

/** A run from its first round to its last. */
public final class IsolationRun {

    /** What every run comes across, besides its operations. */
    private static final List<String> HAPPENINGS = List.of(
            "backend killed at random",
            "backend killed in a transaction",
            "statement failed",
            "statement timeout",
            "tenant created",
            "tenant dropped",
            "tenant renamed",
            "transaction: committed",
            "transaction: rolled back",
            "refused: nobody has the name",
            "refused: the backend was killed",
            "refused, as it must be: a tenant's table without a tenant",
            "refused, as it must be: connection of a tenant that was dropped",
            "refused, as it must be: connection of another tenant",
            "refused, as it must be: row of another tenant",
            "refused, as it must be: statement of another tenant",
            "refused, as it must be: switch in a transaction",
            "refused, as it must be: tenant that is not any more what it was",
            "refused, as it must be: unknown tenant");

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
        List<String> rounds = new ArrayList<>();
        for (int i = 0; i < settings.rounds().size(); i++) {
            Counts round = Round.run(settings, i, leak);
            rounds.add("  %s: %d".formatted(settings.rounds().get(i), round.transactions()));
            counts.addAll(round);
        }
        return new Report(settings, counts, rounds);
    }

    /**
     * What happened.
     *
     * @param settings how the run was done
     * @param counts how often everything happened
     * @param rounds the transactions of each round
     */
    public record Report(Settings settings, Counts counts, List<String> rounds) {

        public long transactions() {
            return counts.transactions();
        }

        /** Returns what should have happened and never did, so that the run shows nothing of it. */
        public List<String> missing() {
            List<String> expected = new ArrayList<>(HAPPENINGS);
            Operations.names().forEach(name -> expected.add("done: " + name));
            expected.removeIf(what -> counts.of(what) > 0);
            return expected;
        }

        @Override
        public String toString() {
            return "Isolation, %s:%n%d transactions, and not one foreign row%n%s%n%s"
                    .formatted(settings, transactions(), String.join("\n", rounds), counts);
        }
    }
}
