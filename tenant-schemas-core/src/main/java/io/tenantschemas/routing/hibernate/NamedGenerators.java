package io.tenantschemas.routing.hibernate;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;

import org.hibernate.boot.models.spi.GlobalRegistrations;
import org.hibernate.boot.models.spi.SequenceGeneratorRegistration;
import org.hibernate.boot.models.spi.TableGeneratorRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Finds the identifier generators with a table or sequence of a given name: those that a class, its superclasses or their
 * packages declare, and those that are declared elsewhere and used by name.
 */
final class NamedGenerators {

    private final GlobalRegistrations registrations;

    NamedGenerators(GlobalRegistrations registrations) {
        this.registrations = registrations;
    }

    /** Returns the declarations, for messages, of those in use by {@code type} that name no schema. */
    Set<String> withoutSchema(Class<?> type) {
        Set<String> found = new LinkedHashSet<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            Stream.of(
                            Stream.of(each),
                            Stream.ofNullable(each.getPackage()),
                            Stream.of(each.getDeclaredFields()),
                            Stream.of(each.getDeclaredMethods()))
                    .flatMap(elements -> elements)
                    .forEach(element -> addWithoutSchema(element, found));
        }
        return found;
    }

    private void addWithoutSchema(AnnotatedElement element, Set<String> found) {
        for (SequenceGenerator sequence : element.getAnnotationsByType(SequenceGenerator.class)) {
            add(sequence, found);
        }
        for (TableGenerator table : element.getAnnotationsByType(TableGenerator.class)) {
            add(table, found);
        }
        GeneratedValue value = element.getAnnotation(GeneratedValue.class);
        if (value != null && !value.generator().isEmpty()) {
            addRegistered(value.generator(), found);
        }
    }

    private void addRegistered(String name, Set<String> found) {
        SequenceGeneratorRegistration sequence =
                registrations.getSequenceGeneratorRegistrations().get(name);
        if (sequence != null) {
            add(sequence.configuration(), found);
        }
        TableGeneratorRegistration table =
                registrations.getTableGeneratorRegistrations().get(name);
        if (table != null) {
            add(table.configuration(), found);
        }
    }

    private static void add(SequenceGenerator sequence, Set<String> found) {
        if (lacksSchema(sequence.schema(), sequence.sequenceName())) {
            found.add("@SequenceGenerator(sequenceName = \"%s\")".formatted(sequence.sequenceName()));
        }
    }

    private static void add(TableGenerator table, Set<String> found) {
        if (lacksSchema(table.schema(), table.table())) {
            found.add("@TableGenerator(table = \"%s\")".formatted(table.table()));
        }
    }

    // Without a name the naming strategy is asked, which knows what is shared. A name may be qualified itself.
    private static boolean lacksSchema(@Nullable String schema, String name) {
        return (schema == null || schema.isEmpty()) && !name.isEmpty() && !name.contains(".");
    }
}
