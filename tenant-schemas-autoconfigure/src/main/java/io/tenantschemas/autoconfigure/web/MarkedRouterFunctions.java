package io.tenantschemas.autoconfigure.web;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.web.servlet.function.RouterFunction;

import io.tenantschemas.web.SitePredicates;

/** Keeps beans that are functional routes to the site for which they are marked. */
final class MarkedRouterFunctions implements BeanPostProcessor {

    private final ConfigurableListableBeanFactory beans;

    private final ObjectProvider<SitePredicates> sites;

    MarkedRouterFunctions(ConfigurableListableBeanFactory beans, ObjectProvider<SitePredicates> sites) {
        this.beans = beans;
        this.sites = sites;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof RouterFunction<?> routes
                ? sites.getObject().onTheirSite(routes, factoryMethod(beanName))
                : bean;
    }

    private @Nullable Method factoryMethod(String beanName) {
        return beans.containsBeanDefinition(beanName)
                        && beans.getMergedBeanDefinition(beanName) instanceof RootBeanDefinition definition
                ? definition.getResolvedFactoryMethod()
                : null;
    }
}
