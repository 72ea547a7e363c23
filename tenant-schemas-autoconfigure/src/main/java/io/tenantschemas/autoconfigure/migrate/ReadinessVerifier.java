package io.tenantschemas.autoconfigure.migrate;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import io.tenantschemas.context.SchemaReadiness;

/**
 * Makes sure that somebody knows which schemas are current, where they have to be. Before any bean is made: without Flyway others
 * fail, too, and would not name the property.
 */
final class ReadinessVerifier implements BeanFactoryPostProcessor {

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (beans.getBeanNamesForType(SchemaReadiness.class, true, false).length == 0) {
            throw new ReadinessUnknownException();
        }
    }
}
