package io.tenantschemas.autoconfigure.entity;

import java.util.function.Supplier;

import org.hibernate.boot.registry.BootstrapServiceRegistry;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.selector.spi.StrategySelector;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The naming strategies that properties tell Hibernate to use.
 *
 * @param environment has the properties
 * @param classLoader loads their classes, or null for the usual one
 */
record ConfiguredStrategies(
        Environment environment, @Nullable ClassLoader classLoader) {

    /**
     * Returns the one that is set, by the name of its class or by a short one of Hibernate's.
     *
     * @param kind of what kind it is, as the properties call it
     * @param otherwise makes what is used where none is set
     */
    <T> T get(String kind, Class<T> type, Supplier<T> otherwise) {
        // In this order, as Spring Boot does.
        String name = environment.getProperty(
                "spring.jpa.hibernate.naming." + kind + "-strategy",
                environment.getProperty("spring.jpa.properties.hibernate." + kind + "_naming_strategy", ""));
        return StringUtils.hasText(name) ? named(name, type) : otherwise.get();
    }

    private <T> T named(String name, Class<T> type) {
        BootstrapServiceRegistryBuilder builder = new BootstrapServiceRegistryBuilder();
        if (classLoader != null) {
            builder.applyClassLoader(classLoader);
        }
        BootstrapServiceRegistry registry = builder.build();
        try {
            return registry.requireService(StrategySelector.class).resolveStrategy(type, name);
        } finally {
            BootstrapServiceRegistryBuilder.destroy(registry);
        }
    }
}
