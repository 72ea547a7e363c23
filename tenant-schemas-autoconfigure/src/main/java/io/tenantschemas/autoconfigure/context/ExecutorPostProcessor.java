package io.tenantschemas.autoconfigure.context;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import io.tenantschemas.context.TenantTaskDecorator;

/**
 * Has every bean that is an executor or a scheduler take the binding along. Boot's own have our decorator from their
 * builders; those of the application make Boot's back off, and would lose the tenant without a word.
 */
final class ExecutorPostProcessor implements BeanPostProcessor, PriorityOrdered {

    private static final Log logger = LogFactory.getLog(ExecutorPostProcessor.class);

    private final ConfigurableListableBeanFactory beans;

    private final ObjectProvider<TenantTaskDecorator> decorators;

    private final ObjectProvider<TenantPropagationProperties> properties;

    ExecutorPostProcessor(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<TenantTaskDecorator> decorators,
            ObjectProvider<TenantPropagationProperties> properties) {
        this.beans = beans;
        this.decorators = decorators;
        this.properties = properties;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof SimpleApplicationEventMulticaster multicaster) {
            decorateExecutorOf(multicaster);
        }
        // What stands before a scoped bean is left alone: the bean behind it is decorated.
        return isExecutor(bean) && !(bean instanceof AopInfrastructureBean) ? process(bean, beanName) : bean;
    }

    private static boolean isExecutor(Object bean) {
        // Work for a SyncTaskExecutor never leaves its thread.
        return (bean instanceof Executor || bean instanceof TaskScheduler) && !(bean instanceof SyncTaskExecutor);
    }

    private Object process(Object bean, String beanName) {
        Object executor = AopProxyUtils.ultimateSingletonTarget(bean);
        if (isExcluded(beanName)) {
            DecoratorSlot.of(executor).ifPresent(DecoratorSlot::clear);
            return bean;
        }
        if (sortsItsTasks(executor)) {
            DecoratorSlot.of(executor).ifPresent(DecoratorSlot::clear);
            warn(
                    bean,
                    beanName,
                    "its queue sorts the tasks and would not know them in a wrapper. Take one with a plain queue");
            return bean;
        }
        return decorate(bean, executor, beanName);
    }

    private Object decorate(Object bean, Object executor, String beanName) {
        DecoratorSlot slot = DecoratorSlot.of(executor).orElse(null);
        if (slot != null) {
            slot.add(decorators.getObject());
            return bean;
        }
        if (executor instanceof ForkJoinPool) {
            warn(
                    bean,
                    beanName,
                    "its tasks fork others without handing them over. Take an ExecutorService of another kind");
            return bean;
        }
        return new ExecutorProxies(decorators.getObject())
                .before(bean, declaredType(beanName))
                .orElseGet(() -> {
                    decorateDelegate(bean, executor, beanName);
                    return bean;
                });
    }

    /** Spring Security's executors are final where it counts, but hand all they get to another one. */
    private void decorateDelegate(Object bean, Object executor, String beanName) {
        DirectFieldAccessor fields = new DirectFieldAccessor(executor);
        Object delegate = fields.isReadableProperty("delegate") ? fields.getPropertyValue("delegate") : null;
        DecoratorSlot slot = delegate instanceof Executor
                ? DecoratorSlot.of(AopProxyUtils.ultimateSingletonTarget(delegate))
                        .orElse(null)
                : null;
        if (slot != null) {
            slot.add(decorators.getObject());
        } else {
            warn(
                    bean,
                    beanName,
                    "it has no place for a TaskDecorator, and a proxy would not be of the type that the bean is declared"
                            + " with. Declare it as an Executor, ExecutorService or ScheduledExecutorService, or take one of"
                            + " Spring's, such as ThreadPoolTaskExecutor");
        }
    }

    private boolean isExcluded(String beanName) {
        String name =
                ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName;
        return properties.getObject().exclude().contains(name);
    }

    private static boolean sortsItsTasks(Object executor) {
        Object pool = executor instanceof ThreadPoolTaskExecutor springs
                ? new DirectFieldAccessor(springs).getPropertyValue("threadPoolExecutor")
                : executor;
        return pool instanceof ThreadPoolExecutor threads && threads.getQueue() instanceof PriorityBlockingQueue;
    }

    private Class<?> declaredType(String beanName) {
        Class<?> declared = beans.containsBeanDefinition(beanName)
                ? beans.getMergedBeanDefinition(beanName).getResolvableType().resolve(Executor.class)
                : Executor.class;
        return FactoryBean.class.isAssignableFrom(declared) ? Executor.class : declared;
    }

    private static void warn(Object bean, String beanName, String reason) {
        logger.warn(
                ("Work handed over to executor bean '%s' (%s) is bound to no tenant: %s; or bind the work itself with"
                                + " TenantTemplate. If that is what is meant, list the bean under tenant-schemas.propagation.exclude.")
                        .formatted(beanName, bean.getClass().getName(), reason));
    }

    private void decorateExecutorOf(SimpleApplicationEventMulticaster multicaster) {
        Object executor = new DirectFieldAccessor(multicaster).getPropertyValue("taskExecutor");
        if (executor instanceof Executor given && isExecutor(given)) {
            multicaster.setTaskExecutor(
                    task -> given.execute(decorators.getObject().decorate(task)));
        }
    }
}
