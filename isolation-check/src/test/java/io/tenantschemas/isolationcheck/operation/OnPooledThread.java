package io.tenantschemas.isolationcheck.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.isolationcheck.model.Violation;
import io.tenantschemas.isolationcheck.run.Attempt;
import io.tenantschemas.isolationcheck.run.Operation;

/** Work that is handed to a thread which has served others before. */
public final class OnPooledThread implements Operation {

    @Override
    public void run(Attempt attempt) {
        if (attempt.choices().oneIn(2)) {
            handOver(attempt, attempt::checkNoTenantInReach);
        } else {
            attempt.in(attempt.place(), () -> handOver(attempt, () -> work(attempt)));
        }
    }

    private static void work(Attempt attempt) {
        attempt.transaction(attempt.node().transaction(), attempt.ending(), visit -> {
            visit.act(2);
            visit.checkIdentity();
            visit.checkRows();
        });
    }

    private static void handOver(Attempt attempt, Runnable work) {
        TenantBinding binding = TenantContext.binding();
        Runnable checked = () -> {
            if (!TenantContext.binding().equals(binding)) {
                throw new Violation("A pooled thread is bound to %s, but the work was handed over by one bound to %s."
                        .formatted(TenantContext.binding(), binding));
            }
            work.run();
        };
        try {
            CompletableFuture.runAsync(checked, attempt.node().executor()).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }
}
