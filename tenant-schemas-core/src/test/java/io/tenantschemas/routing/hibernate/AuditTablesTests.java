package io.tenantschemas.routing.hibernate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;

import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.envers.Audited;
import org.hibernate.mapping.PersistentClass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tenantschemas.entity.EntityScopes;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantScoped;
import io.tenantschemas.tenant.SchemaName;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose the tables are in which Envers keeps former states. */
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // JPA
class AuditTablesTests {

    private final StandardServiceRegistry services = services();

    private final Metadata metadata = new MetadataSources(services)
            .addAnnotatedClasses(Plan.class, Note.class)
            .buildMetadata();

    @Entity(name = "Plan")
    @Shared
    @Audited
    public static class Plan {

        @Id
        @GeneratedValue
        private Long id;

        @ElementCollection
        private Set<String> labels;
    }

    @Entity(name = "Note")
    @TenantScoped
    @Audited
    public static class Note {

        @Id
        @GeneratedValue
        private Long id;

        @ElementCollection
        private Set<String> tags;

        @ManyToMany
        private Set<Note> related;

        @OneToMany
        @JoinColumn(name = "parent_id")
        private Set<Note> children;
    }

    private static StandardServiceRegistry services() {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "hibernate.boot.allow_jdbc_metadata_access", "false",
                "hibernate.dialect", "org.hibernate.dialect.PostgreSQLDialect",
                "hibernate.physical_naming_strategy",
                        "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl",
                "org.hibernate.envers.audit_table_suffix", "_was"));
        new TenantMapping(new EntityScopes(List.of("org.hibernate.envers"), List.of(), null), SchemaName.of("public"))
                .addTo(settings);
        return new StandardServiceRegistryBuilder().applySettings(settings).build();
    }

    @AfterEach
    void close() {
        StandardServiceRegistryBuilder.destroy(services);
    }

    @Test
    void areInThePublicSchemaIfTheirEntitiesAreShared() {
        Set<String> tables = new TreeSet<>();
        // As if it came before us on the class path, and had copied no schema yet.
        metadata.getEntityBindings().stream()
                .filter(entity -> entity.getMappedClass() == null)
                .map(PersistentClass::getTable)
                .forEach(table -> table.setSchema(null));
        try (SessionFactory factory = metadata.buildSessionFactory()) {
            factory.unwrap(SessionFactoryImplementor.class)
                    .getMappingMetamodel()
                    .forEachEntityDescriptor(entity -> tables.addAll(List.of(entity.getTableNames())));
        }
        assertThat(tables)
                .contains("public.plan_was", "public.plan_labels_was", "public.revinfo", "note_was", "note_tags_was")
                .filteredOn(table -> table.startsWith("public."))
                .containsExactlyInAnyOrder(
                        "public.plan", "public.plan_was", "public.plan_labels_was", "public.revinfo");
    }

    @Test
    void areOfTheEntityWhoseFormerStatesTheyKeep() {
        OwningClasses owners = new OwningClasses(metadata, Map.of("org.hibernate.envers.audit_table_suffix", "_was"));
        assertThat(metadata.getEntityBindings())
                .filteredOn(entity -> entity.getMappedClass() == null)
                .hasSize(6)
                .allSatisfy(entity -> assertThat(owners.of(entity))
                        .as(entity.getEntityName())
                        .contains(entity.getTable().getName().startsWith("plan") ? Plan.class : Note.class));
    }

    @Test
    void areNobodysUnderAnotherName() {
        OwningClasses owners = new OwningClasses(metadata, Map.of());
        assertThat(metadata.getEntityBindings())
                .filteredOn(entity -> entity.getMappedClass() == null)
                .allSatisfy(entity -> assertThat(owners.of(entity)).isEmpty());
    }
}
