package io.tenantschemas.autoconfigure.context;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.tenantschemas.context.TenantTaskDecorator;

/**
 * The place for a {@link TaskDecorator} in one of Spring's executors. Spring has no way to ask for the one that is there,
 * which must not be lost.
 */
final class DecoratorSlot {

    private static final String FIELD = "taskDecorator";

    private final DirectFieldAccessor executor;

    private final Consumer<TaskDecorator> setter;

    private DecoratorSlot(DirectFieldAccessor executor, Consumer<TaskDecorator> setter) {
        this.executor = executor;
        this.setter = setter;
    }

    /** Returns the place in {@code executor}, or empty when it has none, or one that not all of its tasks pass. */
    static Optional<DecoratorSlot> of(Object executor) {
        DirectFieldAccessor fields = new DirectFieldAccessor(executor);
        return fields.isReadableProperty(FIELD)
                ? setter(executor).map(setter -> new DecoratorSlot(fields, setter))
                : Optional.empty();
    }

    private static Optional<Consumer<TaskDecorator>> setter(Object executor) {
        if (executor instanceof ThreadPoolTaskExecutor pool && isSprings(pool, "initializeExecutor")) {
            return Optional.of(pool::setTaskDecorator);
        }
        if (executor instanceof ThreadPoolTaskScheduler pool
                && isSprings(pool, "initializeExecutor")
                && isSprings(pool, "createExecutor")) {
            return Optional.of(pool::setTaskDecorator);
        }
        // Its scheduler would decorate in the thread that comes with the time, not in the one that hands over.
        if (executor instanceof SimpleAsyncTaskExecutor simple && !(executor instanceof SimpleAsyncTaskScheduler)) {
            return Optional.of(simple::setTaskDecorator);
        }
        if (executor instanceof ConcurrentTaskExecutor concurrent) {
            return Optional.of(concurrent::setTaskDecorator);
        }
        return executor instanceof TaskExecutorAdapter adapter
                ? Optional.of(adapter::setTaskDecorator)
                : Optional.empty();
    }

    // A subclass that makes the pool itself makes one that knows of no decorator.
    private static boolean isSprings(Object executor, String method) {
        return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(ClassUtils.getUserClass(executor)))
                .filter(each -> each.getName().equals(method))
                .map(Method::getDeclaringClass)
                .allMatch(type -> type.getName().startsWith("org.springframework."));
    }

    /** Puts {@code decorator} around what is there. Does nothing if it is among that already. */
    void add(TenantTaskDecorator decorator) {
        TaskDecorator present = present();
        if (present == null) {
            setter.accept(decorator);
        } else if (flat(present).stream().noneMatch(TenantTaskDecorator.class::isInstance)) {
            setter.accept(new CompositeTaskDecorator(List.of(present, decorator)));
        }
    }

    /** Takes away what Spring Boot's builders, or the application, have put there to carry the tenant. */
    void clear() {
        TaskDecorator present = present();
        if (present != null) {
            List<TaskDecorator> others = new ArrayList<>(flat(present));
            if (others.removeIf(TenantTaskDecorator.class::isInstance)) {
                setter.accept(new CompositeTaskDecorator(others));
            }
        }
    }

    private @Nullable TaskDecorator present() {
        return (TaskDecorator) executor.getPropertyValue(FIELD);
    }

    private static List<TaskDecorator> flat(TaskDecorator decorator) {
        return decorator instanceof CompositeTaskDecorator composite
                ? members(composite).stream()
                        .flatMap(each -> flat(each).stream())
                        .toList()
                : List.of(decorator);
    }

    @SuppressWarnings("unchecked")
    private static Collection<TaskDecorator> members(CompositeTaskDecorator composite) {
        Object members = new DirectFieldAccessor(composite).getPropertyValue("taskDecorators");
        return members == null ? List.of() : (Collection<TaskDecorator>) members;
    }
}
