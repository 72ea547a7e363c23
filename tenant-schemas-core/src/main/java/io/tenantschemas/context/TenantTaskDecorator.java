package io.tenantschemas.context;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.Assert;

/**
 * Takes the binding of the thread that hands work over to the thread that does it: to a tenant, to the shared tables, or to
 * nothing. Afterwards, also after an exception and whatever the work itself left bound, that thread is bound to what it was
 * bound to before.
 *
 * <p>The work may run in the thread that handed it over, also inside a transaction. In a thread that is inside a transaction
 * of another tenant it is refused with a {@link TenantSwitchException} before it begins.
 */
public final class TenantTaskDecorator implements TaskDecorator {

    /** Returns {@code task} with what the calling thread is bound to now. */
    @Override
    public Runnable decorate(Runnable task) {
        Assert.notNull(task, "'task' must not be null");
        TenantBinding binding = TenantContext.binding().lasting();
        return () -> {
            try (TenantScope scope = TenantScope.open(binding)) {
                task.run();
            }
        };
    }

    /** Returns {@code task} with what the calling thread is bound to now. */
    public <T extends @Nullable Object> Callable<T> decorateCallable(Callable<T> task) {
        Assert.notNull(task, "'task' must not be null");
        TenantBinding binding = TenantContext.binding().lasting();
        return () -> {
            try (TenantScope scope = TenantScope.open(binding)) {
                return task.call();
            }
        };
    }
}
