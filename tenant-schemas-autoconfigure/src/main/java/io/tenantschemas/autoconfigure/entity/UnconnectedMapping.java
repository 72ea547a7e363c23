package io.tenantschemas.autoconfigure.entity;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.ImplicitNamingStrategy;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.PostgreSQLDialect;

/** Asks Hibernate how it would map entities, without a database, for what has to be known before the database is ready. */
final class UnconnectedMapping {

    private final Set<Class<?>> classes;

    private final PhysicalNamingStrategy physical;

    private final ImplicitNamingStrategy implicit;

    UnconnectedMapping(Set<Class<?>> classes, PhysicalNamingStrategy physical, ImplicitNamingStrategy implicit) {
        this.classes = Set.copyOf(classes);
        this.physical = physical;
        this.implicit = implicit;
    }

    MappedTables tables() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                AvailableSettings.ALLOW_METADATA_ON_BOOT,
                "false",
                AvailableSettings.DIALECT,
                PostgreSQLDialect.class.getName(),
                AvailableSettings.PHYSICAL_NAMING_STRATEGY,
                physical,
                AvailableSettings.IMPLICIT_NAMING_STRATEGY,
                implicit,
                AvailableSettings.HBM2DDL_AUTO,
                "none"));
        StandardServiceRegistry services =
                new StandardServiceRegistryBuilder().applySettings(settings).build();
        try {
            MetadataSources sources = new MetadataSources(services);
            classes.forEach(sources::addAnnotatedClass);
            try (SessionFactory factory = sources.buildMetadata().buildSessionFactory()) {
                return MappedTables.of(factory);
            }
        } finally {
            StandardServiceRegistryBuilder.destroy(services);
        }
    }
}
