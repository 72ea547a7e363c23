package io.tenantschemas.isolationcheck.leak;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantScope;

/** Threads take the tenant of whoever hands over work, and keep it. */
final class TenantLeftBound implements Leak {

    private final ExecutorService own = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "leaking");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Executor around(Executor threads) {
        return task -> {
            TenantBinding binding = TenantContext.binding();
            own.execute(() -> {
                if (binding.isBound()) {
                    TenantScope.openInsideTransaction(binding);
                }
                task.run();
            });
        };
    }
}
