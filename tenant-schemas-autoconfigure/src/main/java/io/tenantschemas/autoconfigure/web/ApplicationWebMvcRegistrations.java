package io.tenantschemas.autoconfigure.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;

/**
 * Finds the registrations that Boot would use if ours were not there: the only ones, or the primary ones among several.
 */
final class ApplicationWebMvcRegistrations {

    private static final String WAS_PRIMARY = ApplicationWebMvcRegistrations.class.getName() + ".WAS_PRIMARY";

    private final ConfigurableListableBeanFactory beans;

    ApplicationWebMvcRegistrations(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    Optional<WebMvcRegistrations> get() {
        List<String> names = namesIn(beans);
        List<String> candidates =
                names.size() > 1 ? names.stream().filter(this::wasPrimary).toList() : names;
        return candidates.size() == 1
                ? Optional.of(beans.getBean(candidates.get(0), WebMvcRegistrations.class))
                : Optional.empty();
    }

    private boolean wasPrimary(String name) {
        return beans.containsBeanDefinition(name)
                && beans.getBeanDefinition(name).hasAttribute(WAS_PRIMARY);
    }

    private static List<String> namesIn(ConfigurableListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForType(WebMvcRegistrations.class, true, false))
                .filter(name -> !name.equals(TenantWebMvcRegistrations.BEAN_NAME))
                .toList();
    }

    /** Lets ours be the only primary ones: with two of these, Boot would not start. */
    static final class Demotion implements BeanFactoryPostProcessor {

        @Override
        public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
            namesIn(beans).stream()
                    .filter(beans::containsBeanDefinition)
                    .map(beans::getBeanDefinition)
                    .filter(BeanDefinition::isPrimary)
                    .forEach(definition -> {
                        definition.setPrimary(false);
                        definition.setAttribute(WAS_PRIMARY, true);
                    });
        }
    }
}
