package io.tenantschemas.autoconfigure.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Leaves of the application what a command asks for. Everything else stays a definition, also what Spring Boot would create
 * in spite of lazy initialization: beans with scheduled methods, lifecycle beans, the entity manager factory. That one is set
 * aside until the command runs, which may work with it.
 */
final class CommandBeanFactoryPostProcessor implements BeanFactoryPostProcessor {

    private static final String RUNNER = "tenantSchemasCommandRunner";

    private final Runnable command;

    /**
     * Creates a post-processor.
     *
     * @param command is run as soon as beans can be asked for
     */
    CommandBeanFactoryPostProcessor(Runnable command) {
        this.command = command;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            beans.getBeanDefinition(name).setLazyInit(true);
        }
        BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
        Map<String, BeanDefinition> createdEarly = removeCreatedEarly(beans, registry);
        removeIfPresent(registry, TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME);
        registry.registerBeanDefinition(RUNNER, runner(() -> {
            createdEarly.forEach(registry::registerBeanDefinition);
            command.run();
        }));
    }

    /** Spring asks for these by type, lazy or not. Entity manager factories are among them. */
    private static Map<String, BeanDefinition> removeCreatedEarly(
            ConfigurableListableBeanFactory beans, BeanDefinitionRegistry registry) {
        Map<String, BeanDefinition> removed = new LinkedHashMap<>();
        for (String found : beans.getBeanNamesForType(LoadTimeWeaverAware.class, true, false)) {
            String name = BeanFactoryUtils.transformedBeanName(found);
            if (registry.containsBeanDefinition(name)) {
                removed.put(name, registry.getBeanDefinition(name));
                registry.removeBeanDefinition(name);
            }
        }
        return removed;
    }

    private static void removeIfPresent(BeanDefinitionRegistry registry, String name) {
        if (registry.containsBeanDefinition(name)) {
            registry.removeBeanDefinition(name);
        }
    }

    private static RootBeanDefinition runner(Runnable command) {
        RootBeanDefinition runner = new RootBeanDefinition(Runner.class, () -> new Runner(command));
        runner.setLazyInit(false);
        return runner;
    }

    /** Runs the command before there is a lifecycle, so that nothing else of the application has been started. */
    private record Runner(Runnable command) implements SmartInitializingSingleton {

        @Override
        public void afterSingletonsInstantiated() {
            command.run();
        }
    }
}
