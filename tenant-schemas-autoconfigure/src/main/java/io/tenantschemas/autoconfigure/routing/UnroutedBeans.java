package io.tenantschemas.autoconfigure.routing;

import java.util.List;

/**
 * The data source beans that are left as they are, and hold no tenants.
 *
 * @param excluded those that the application excludes by name
 * @param ddl tells the one with which schemas are made and changed
 */
record UnroutedBeans(List<String> excluded, DdlQualifier ddl) {

    /** Returns whether the bean of that name is one of them. */
    boolean contain(String beanName) {
        return excluded.contains(beanName) || ddl.isOn(beanName);
    }
}
