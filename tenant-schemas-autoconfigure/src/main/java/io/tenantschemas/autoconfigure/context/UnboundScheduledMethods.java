package io.tenantschemas.autoconfigure.context;

import java.lang.reflect.Method;

import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;

/**
 * Schedules {@code @Scheduled} methods for no tenant. A bean that is lazy, or has a scope, may be made within a request: its
 * methods would then run for that request's tenant until the application ends.
 */
final class UnboundScheduledMethods extends ScheduledAnnotationBeanPostProcessor {

    private static final TenantBinding UNBOUND = new TenantBinding.Unbound();

    @Override
    protected void processScheduled(Scheduled scheduled, Method method, Object bean) {
        // Whatever transaction the thread is inside of: the bean is made already, and nothing of it runs here.
        try (TenantScope scope = TenantScope.openInsideTransaction(UNBOUND)) {
            super.processScheduled(scheduled, method, bean);
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        try (TenantScope scope = TenantScope.openInsideTransaction(UNBOUND)) {
            super.afterSingletonsInstantiated();
        }
    }

    @Override
    public void onApplicationEvent(ApplicationContextEvent event) {
        try (TenantScope scope = TenantScope.openInsideTransaction(UNBOUND)) {
            super.onApplicationEvent(event);
        }
    }
}
