package io.tenantschemas.routing.hibernate;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.QualifiedName;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

import io.tenantschemas.routing.TenantRelations;

/** The tables and sequences of mappings that have no schema: those of tenants, since those of shared entities are qualified. */
final class MappedRelations implements SessionFactoryObserver {

    private static final long serialVersionUID = 1L;

    private final transient TenantRelations relations;

    private MappedRelations(TenantRelations relations) {
        this.relations = relations;
    }

    /** Tells {@code relations} of the tables at once, and of the sequences when the generators of identifiers are there. */
    static void tell(TenantRelations relations, Metadata metadata, SessionFactoryImplementor sessionFactory) {
        relations.add(tables(metadata.collectTableMappings()));
        sessionFactory.addObserver(new MappedRelations(relations));
    }

    private static Set<String> tables(Collection<Table> tables) {
        return tables.stream()
                .filter(table -> table.isPhysicalTable() && table.getSchema() == null && table.getCatalog() == null)
                .map(table -> stored(table.getNameIdentifier()))
                .collect(Collectors.toSet());
    }

    @Override
    public void sessionFactoryCreated(SessionFactory factory) {
        Set<String> names = new HashSet<>();
        factory.unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .forEachEntityDescriptor(entity -> add(entity.getGenerator(), names));
        relations.add(names);
    }

    private static void add(@Nullable Generator generator, Set<String> names) {
        if (generator instanceof SequenceStyleGenerator sequences) {
            QualifiedName name = sequences.getDatabaseStructure().getPhysicalName();
            if (name.getSchemaName() == null && name.getCatalogName() == null) {
                names.add(stored(name.getObjectName()));
            }
        }
    }

    private static String stored(Identifier name) {
        return name.isQuoted() ? name.getText() : name.getText().toLowerCase(Locale.ROOT);
    }
}
