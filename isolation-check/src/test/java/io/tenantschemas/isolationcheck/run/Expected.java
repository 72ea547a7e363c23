package io.tenantschemas.isolationcheck.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What every run must come across: one that did not would show nothing of it. */
final class Expected {

    /** What happens besides operations that are done. */
    private static final List<String> HAPPENINGS = List.of(
            "backend killed at random",
            "backend killed before a commit",
            "backend killed in a transaction",
            "statement failed",
            "statement timeout",
            "tenant created",
            "tenant dropped",
            "tenant renamed",
            "transaction: committed",
            "transaction: rolled back",
            "transaction: unknown",
            "refused: nobody has the name",
            "refused: the backend was killed",
            "refused, as it must be: a tenant's table without a tenant",
            "refused, as it must be: connection of another tenant",
            "refused, as it must be: metadata of another tenant",
            "refused, as it must be: row of another tenant",
            "refused, as it must be: statement of another tenant",
            "refused, as it must be: switch in a transaction",
            "refused, as it must be: tenant that is not any more what it was",
            "refused, as it must be: unknown tenant");

    private final List<String> all = new ArrayList<>(HAPPENINGS);

    private Expected(int largestPool, boolean pooler) {
        for (Operation operation : Operations.forPool(largestPool).all()) {
            boolean refused = pooler && operation.needsSession();
            all.add(refused ? "refused: meant for a session, behind a pooler" : "done: " + operation.name());
        }
        if (largestPool > 1) {
            all.add("refused, as it must be: connection of a tenant that was dropped");
        }
    }

    /** Returns what must happen in a run with these settings. */
    static Expected of(Settings settings) {
        int largestPool =
                settings.rounds().stream().mapToInt(Settings.Pool::size).max().orElseThrow();
        return new Expected(largestPool, settings.pooler());
    }

    /** Returns what is in none of the counts, or was expected there and never happened. */
    List<String> missing(Counts... counts) {
        return Stream.concat(all.stream(), Stream.of(counts).flatMap(each -> each.all().keySet().stream()))
                .distinct()
                .filter(what -> Stream.of(counts).allMatch(each -> each.of(what) == 0))
                .toList();
    }
}
