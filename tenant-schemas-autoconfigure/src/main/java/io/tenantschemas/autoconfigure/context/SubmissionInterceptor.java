package io.tenantschemas.autoconfigure.context;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Callable;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantTaskDecorator;

/** Decorates what is handed over to an executor or a scheduler that has no place for a decorator. */
final class SubmissionInterceptor implements MethodInterceptor {

    /** The methods by which executors and schedulers, of Java and of Spring, take tasks. */
    static final Set<String> SUBMISSIONS = Set.of(
            "execute",
            "submit",
            "submitCompletable",
            "invokeAll",
            "invokeAny",
            "schedule",
            "scheduleAtFixedRate",
            "scheduleWithFixedDelay");

    private final TenantTaskDecorator decorator;

    SubmissionInterceptor(TenantTaskDecorator decorator) {
        this.decorator = decorator;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        if (SUBMISSIONS.contains(invocation.getMethod().getName())) {
            Class<?>[] types = invocation.getMethod().getParameterTypes();
            @Nullable Object[] arguments = invocation.getArguments();
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = decorate(types[i], arguments[i]);
            }
        }
        return invocation.proceed();
    }

    private @Nullable Object decorate(Class<?> type, @Nullable Object argument) {
        if (type == Runnable.class && argument instanceof Runnable task) {
            return decorator.decorate(task);
        }
        if (type == Callable.class && argument instanceof Callable<?> task) {
            return decorator.decorateCallable(task);
        }
        if (type == Collection.class && argument instanceof Collection<?> tasks) {
            return tasks.stream().map(task -> decorate(Callable.class, task)).toList();
        }
        return argument;
    }
}
