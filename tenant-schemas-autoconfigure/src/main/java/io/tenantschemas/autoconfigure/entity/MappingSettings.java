package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.hibernate.cfg.AvailableSettings;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * What decides, beside the classes, how Hibernate maps the application's entities.
 *
 * @param files mapping files, as resources of the class path
 * @param settings those of Hibernate's settings on which names depend
 */
record MappingSettings(List<String> files, Map<String, String> settings) {

    /** All others may want a database, or beans. */
    private static final Set<String> OF_NAMES = Set.of(
            AvailableSettings.GLOBALLY_QUOTED_IDENTIFIERS,
            AvailableSettings.GLOBALLY_QUOTED_IDENTIFIERS_SKIP_COLUMN_DEFINITIONS,
            AvailableSettings.KEYWORD_AUTO_QUOTING_ENABLED,
            AvailableSettings.ID_DB_STRUCTURE_NAMING_STRATEGY,
            "hibernate.integration.envers.enabled");

    /** All of them decide what its tables and columns are. */
    private static final String OF_ENVERS = "org.hibernate.envers.";

    /** What is taken where nothing is said, if it is there. */
    private static final String USUAL_FILE = "META-INF/orm.xml";

    MappingSettings {
        files = List.copyOf(files);
        settings = Map.copyOf(settings);
    }

    static MappingSettings none() {
        return new MappingSettings(List.of(), Map.of());
    }

    /** Returns those of an application whose entity manager factory Spring Boot builds. */
    static MappingSettings of(Environment environment, ResourceLoader resources) {
        Binder binder = Binder.get(environment);
        List<String> named = binder.bind("spring.jpa.mapping-resources", Bindable.listOf(String.class))
                .orElse(List.of());
        Map<String, String> settings =
                new TreeMap<>(binder.bind("spring.jpa.properties", Bindable.mapOf(String.class, String.class))
                        .orElse(Map.of()));
        settings.keySet().removeIf(name -> !OF_NAMES.contains(name) && !name.startsWith(OF_ENVERS));
        return new MappingSettings(named.isEmpty() ? usual(resources) : named, settings);
    }

    private static List<String> usual(ResourceLoader resources) {
        return resources.getResource("classpath:" + USUAL_FILE).exists() ? List.of(USUAL_FILE) : List.of();
    }
}
