package io.tenantschemas.isolationcheck.operation;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.isolationcheck.model.Place;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Work that is handed to a thread which has served others before. */
public final class OnPooledThread implements Operation {

    @Override
    public void run(Attempt attempt) throws Exception {
        Place place = attempt.place();
        Future<?> work = attempt.node().executor().submit(() -> {
            checkUnbound();
            attempt.checkNoTenantInReach();
            attempt.in(
                    place,
                    () -> attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
                        visit.act(2);
                        visit.checkIdentity();
                        visit.checkRows();
                    }));
            checkUnbound();
        });
        try {
            work.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    private static void checkUnbound() {
        if (TenantContext.isBound()) {
            throw new Violation(
                    "A pooled thread is bound to " + TenantContext.binding().describe() + " which it was not given.");
        }
    }
}
