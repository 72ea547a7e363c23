package io.tenantschemas.autoconfigure.command;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

import io.tenantschemas.autoconfigure.routing.TenantRoutingAutoConfiguration;

/**
 * What an application makes sure of at its start, so that nobody's connection points anywhere else. A command does not do that by
 * itself, because it takes the entity manager factory; before the application's own code works in it, it has to be done.
 */
final class RoutingChecks {

    private static final String ROUTING = TenantRoutingAutoConfiguration.class.getPackageName();

    private final ApplicationContext context;

    RoutingChecks(ApplicationContext context) {
        this.context = context;
    }

    void run() {
        for (String name : context.getBeanNamesForType(SmartInitializingSingleton.class, false, false)) {
            Class<?> type = context.getType(name);
            if (type != null && type.getPackageName().equals(ROUTING)) {
                context.getBean(name, SmartInitializingSingleton.class).afterSingletonsInstantiated();
            }
        }
    }
}
