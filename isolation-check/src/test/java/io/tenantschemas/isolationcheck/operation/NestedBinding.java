package io.tenantschemas.isolationcheck.operation;

import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Work for one tenant within work for another, outside transactions. */
public final class NestedBinding implements Operation {

    @Override
    public void run(Attempt attempt) {
        Place outer = attempt.place();
        Place inner = attempt.placeOtherThan(outer);
        attempt.in(outer, () -> {
            work(attempt);
            attempt.in(inner, () -> work(attempt));
            work(attempt);
        });
    }

    private static void work(Attempt attempt) {
        attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
            visit.act(2);
            visit.checkIdentity();
            visit.checkRows();
        });
    }
}
