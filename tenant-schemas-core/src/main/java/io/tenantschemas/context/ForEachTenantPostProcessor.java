package io.tenantschemas.context;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * Gives effect to {@link ForEachTenant} on the methods of beans, in a proxy of its own or in the one that the bean has
 * already. Refuses the annotation where it could have none.
 */
public final class ForEachTenantPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    private static final long serialVersionUID = 1L;

    private static final MethodFilter ANNOTATED =
            method -> AnnotatedElementUtils.hasAnnotation(method, ForEachTenant.class);

    private final transient Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

    /**
     * Creates a post-processor.
     *
     * @param tenants gives the template that runs the methods; asked at each call
     */
    public ForEachTenantPostProcessor(Supplier<TenantTemplate> tenants) {
        Assert.notNull(tenants, "'tenants' must not be null");
        this.advisor = new DefaultPointcutAdvisor(
                new AnnotationMatchingPointcut(null, ForEachTenant.class, true), new ForEachTenantInterceptor(tenants));
        this.beforeExistingAdvisors = true;
        setProxyTargetClass(true);
        // After proxies for transactions were made, so that the loop comes before them. Before @Async, which puts
        // itself first, and before @Scheduled methods are looked for, which are called on the proxy.
        setOrder(LOWEST_PRECEDENCE - 1);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AopInfrastructureBean) {
            return bean;
        }
        Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
        if (AnnotationUtils.isCandidateClass(type, ForEachTenant.class) && checked.add(type)) {
            MethodIntrospector.selectMethods(type, ANNOTATED).forEach(method -> check(method, type));
        }
        return bean instanceof Advised advised && !advised.isFrozen() && isEligible(AopUtils.getTargetClass(bean))
                ? advise(advised)
                : super.postProcessAfterInitialization(bean, beanName);
    }

    private Object advise(Advised bean) {
        Assert.state(advisor != null, "There is no advisor");
        Advised advised = withAsync(bean);
        advised.addAdvisor(afterAsync(advised.getAdvisors()), advisor);
        return bean;
    }

    // @Async may have been given an order of its own, by which its proxy stands behind one that was made later.
    private static Advised withAsync(Advised bean) {
        for (Object each = bean; each instanceof Advised advised; each = AopProxyUtils.getSingletonTarget(advised)) {
            if (!advised.isFrozen() && afterAsync(advised.getAdvisors()) > 0) {
                return advised;
            }
        }
        return bean;
    }

    private static int afterAsync(Advisor[] advisors) {
        for (int i = advisors.length; i > 0; i--) {
            if (advisors[i - 1] instanceof AsyncAnnotationAdvisor) {
                return i;
            }
        }
        return 0;
    }

    private static void check(Method method, Class<?> type) {
        if (method.getReturnType() != void.class) {
            throw UnsupportedForEachTenantException.returning(method);
        }
        int unproxiable = method.getModifiers() & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL);
        if (unproxiable != 0) {
            throw UnsupportedForEachTenantException.unproxiable(
                    method, "the method is " + Modifier.toString(unproxiable));
        }
        if (Modifier.isFinal(type.getModifiers())) {
            throw UnsupportedForEachTenantException.unproxiable(method, "the class is final");
        }
    }
}
