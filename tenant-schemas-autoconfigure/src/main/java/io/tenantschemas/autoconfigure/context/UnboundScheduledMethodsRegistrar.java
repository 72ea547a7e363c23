package io.tenantschemas.autoconfigure.context;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/** Takes the place of what {@code @EnableScheduling} has defined. */
final class UnboundScheduledMethodsRegistrar implements BeanDefinitionRegistryPostProcessor {

    private static final String NAME = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;

    private static final String SPRINGS_METHOD = "scheduledAnnotationProcessor";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        // One that the application has put there stays.
        if (registry.containsBeanDefinition(NAME)
                && SPRINGS_METHOD.equals(registry.getBeanDefinition(NAME).getFactoryMethodName())) {
            registry.removeBeanDefinition(NAME);
            registry.registerBeanDefinition(NAME, definition());
        }
    }

    private static BeanDefinition definition() {
        RootBeanDefinition definition =
                new RootBeanDefinition(UnboundScheduledMethods.class, UnboundScheduledMethods::new);
        definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        return definition;
    }
}
