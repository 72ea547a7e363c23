package io.tenantschemas.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tenantschemas.inspect.Finding.ModelDeviation;
import io.tenantschemas.inspect.Finding.ModelDeviation.Fault;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/** Compares what schemas hold with what the application expects. */
final class ModelComparison {

    private final TenantModel model;

    private final Map<Deviation, List<SchemaName>> deviations = new LinkedHashMap<>();

    ModelComparison(TenantModel model) {
        this.model = model;
    }

    /** Compares schemas of tenants of one type that hold the same. */
    void compare(Optional<TypeName> type, List<SchemaName> schemas, Shape shape) {
        if (!model.tables().isEmpty()) {
            compare(model.ofType(type), schemas, shape);
        }
    }

    private void compare(TenantModel model, List<SchemaName> schemas, Shape shape) {
        for (TenantModel.Table table : model.tables()) {
            if (shape.hasRelation(table.name())) {
                compare(table, schemas, shape);
            } else if (!table.isOptional()) {
                add(Fault.MISSING, Part.table(table.name()), schemas);
            }
        }
        model.sequences().stream()
                // Some keep their numbers in a table.
                .filter(sequence -> !(shape.hasSequence(sequence) || shape.hasRelation(sequence)))
                .sorted()
                .forEach(sequence -> add(Fault.MISSING, new Part(Part.SEQUENCE, "", sequence), schemas));
        shape.tables().stream()
                .filter(part -> !model.sequences().contains(part.table())
                        && model.tables().stream()
                                .noneMatch(table -> table.name().equals(part.table())))
                .forEach(part -> add(Fault.EXTRA, part, schemas));
    }

    private void compare(TenantModel.Table table, List<SchemaName> schemas, Shape shape) {
        table.columns().stream()
                .map(column -> new Part(Part.COLUMN, table.name(), column))
                .filter(part -> shape.definition(part) == null)
                .sorted()
                .forEach(part -> add(Fault.MISSING, part, schemas));
        shape.columns(table.name()).stream()
                .filter(part -> !table.columns().contains(part.name()))
                .forEach(part -> add(
                        table.isWritten() && shape.needsValue(part) ? Fault.UNFILLABLE : Fault.EXTRA, part, schemas));
    }

    private void add(Fault fault, Part part, List<SchemaName> schemas) {
        deviations
                .computeIfAbsent(new Deviation(fault, part), first -> new ArrayList<>())
                .addAll(schemas);
    }

    /** Returns what was found, each with all schemas in which it is so. */
    List<Finding> findings() {
        return deviations.entrySet().stream()
                .map(deviation -> deviation.getKey().of(deviation.getValue()))
                .toList();
    }

    private record Deviation(Fault fault, Part part) {

        Finding of(List<SchemaName> schemas) {
            return new ModelDeviation(schemas, part, fault, remedy());
        }

        private String remedy() {
            return switch (fault) {
                case MISSING ->
                    "Write a migration of tenants that adds it; if there is one, it has not done so here: look at what became of"
                            + " it.";
                case EXTRA ->
                    "Nothing fails because of it. SQL of the application, a library or somebody else may need it: find that out before"
                            + " anybody drops it.";
                case UNFILLABLE ->
                    "Give it a default, or let it be null, by a migration: ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL;"
                            .formatted(Names.quoted(part.table()), Names.quoted(part.name()));
            };
        }
    }
}
