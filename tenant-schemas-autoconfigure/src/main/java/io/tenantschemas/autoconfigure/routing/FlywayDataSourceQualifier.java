package io.tenantschemas.autoconfigure.routing;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;

/**
 * Spring Boot's own qualifier of the data source for migrations.
 *
 * @param beans where it stands: at a method, at a class or in a definition
 */
record FlywayDataSourceQualifier(ConfigurableListableBeanFactory beans) implements DdlQualifier {

    @Override
    public boolean isOn(String beanName) {
        // What is handed to post-processors need not be a bean of the application's.
        return beans.containsBean(beanName)
                && (beans.findAnnotationOnBean(beanName, FlywayDataSource.class, false) != null
                        || isInDefinition(beanName));
    }

    private boolean isInDefinition(String beanName) {
        return beans.containsBeanDefinition(beanName)
                && beans.getMergedBeanDefinition(beanName) instanceof AbstractBeanDefinition definition
                && definition.hasQualifier(FlywayDataSource.class.getName());
    }
}
