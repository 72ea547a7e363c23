package io.tenantschemas.inspect;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.inspect.Finding.ShapeDeviation;
import io.tenantschemas.inspect.MigrationStates.Group;
import io.tenantschemas.inspect.Shape.Difference;
import io.tenantschemas.tenant.SchemaName;

/**
 * Compares what schemas hold: those that have been through the same migrations with most of them, and those that have been through
 * all of them with the model. Of those that hold the same, one is looked at.
 */
final class ShapeComparison {

    private final SchemaShapes shapes;

    private final ModelComparison model;

    private final Map<Another, List<SchemaName>> others = new LinkedHashMap<>();

    ShapeComparison(SchemaShapes shapes, TenantModel model) {
        this.shapes = shapes;
        this.model = new ModelComparison(model);
    }

    /** Compares those schemas. */
    List<Finding> compare(List<Group> groups) throws SQLException {
        for (Group group : groups) {
            compare(group);
        }
        List<Finding> findings = new ArrayList<>(model.findings());
        others.forEach((another, schemas) -> findings.add(another.of(schemas)));
        return findings;
    }

    private void compare(Group group) throws SQLException {
        List<List<SchemaName>> alike = alike(group.schemas());
        if (alike.isEmpty()) {
            return;
        }
        List<SchemaName> most = most(alike);
        Map<SchemaName, Shape> twins = shapes.read(most.stream().limit(2).toList());
        Shape expected = twins.remove(most.get(0));
        if (expected != null) {
            Shape twin = twins.values().stream().findFirst().orElse(null);
            compareWithModel(group, most, expected);
            List<List<SchemaName>> rest =
                    alike.stream().filter(some -> some != most).toList();
            for (int start = 0; start < rest.size(); start += SchemaShapes.READ_AT_ONCE) {
                compare(
                        group,
                        most,
                        expected,
                        twin,
                        rest.subList(start, Math.min(start + SchemaShapes.READ_AT_ONCE, rest.size())));
            }
        }
    }

    private void compare(
            Group group, List<SchemaName> most, Shape expected, @Nullable Shape twin, List<List<SchemaName>> rest)
            throws SQLException {
        read(rest).forEach((schemas, shape) -> {
            compareWithModel(group, schemas, shape);
            for (Difference difference : expected.differences(shape, twin)) {
                others.computeIfAbsent(new Another(most.get(0), most.size(), difference), first -> new ArrayList<>())
                        .addAll(schemas);
            }
        });
    }

    private void compareWithModel(Group group, List<SchemaName> schemas, Shape shape) {
        if (group.isThrough()) {
            model.compare(group.type(), schemas, shape);
        }
    }

    private Map<List<SchemaName>, Shape> read(List<List<SchemaName>> alike) throws SQLException {
        Map<SchemaName, Shape> read =
                shapes.read(alike.stream().map(schemas -> schemas.get(0)).toList());
        Map<List<SchemaName>, Shape> found = new LinkedHashMap<>();
        for (List<SchemaName> schemas : alike) {
            Shape shape = read.get(schemas.get(0));
            if (shape != null) {
                found.put(schemas, shape);
            }
        }
        return found;
    }

    /** Divides schemas into those that hold the same, in the order of the first of each. */
    private List<List<SchemaName>> alike(List<SchemaName> schemas) throws SQLException {
        Map<SchemaName, String> digests = shapes.digests(schemas);
        Map<String, List<SchemaName>> alike = new LinkedHashMap<>();
        for (SchemaName schema : schemas) {
            String digest = digests.get(schema);
            if (digest != null) {
                alike.computeIfAbsent(digest, first -> new ArrayList<>()).add(schema);
            }
        }
        return List.copyOf(alike.values());
    }

    /** Returns the most numerous; of several that are, the one with the oldest tenant. */
    private static List<SchemaName> most(List<List<SchemaName>> alike) {
        List<SchemaName> most = alike.get(0);
        for (List<SchemaName> schemas : alike) {
            most = schemas.size() > most.size() ? schemas : most;
        }
        return most;
    }

    /** A difference from most. */
    private record Another(SchemaName like, int others, Difference difference) {

        Finding of(List<SchemaName> schemas) {
            return new ShapeDeviation(
                    schemas,
                    like,
                    others,
                    difference.part(),
                    difference.expected(),
                    difference.actual(),
                    remedy(schemas.get(0)) + (schemas.size() > 1 ? " Likewise in the others." : ""));
        }

        private String remedy(SchemaName schema) {
            String sql = sql(difference.part(), difference.expected(), difference.actual());
            if (sql == null) {
                return "Find out which is right. What it should be shows: pg_dump --schema-only --schema=%s"
                        .formatted(like);
            }
            return "Find out which is right. To make it like %s: SET search_path TO %s; %s"
                    .formatted(like, schema.quoted(), sql.replace("${tenant}", schema.value()));
        }

        /** Returns what makes it like the others, or null if that takes more than one line. */
        private static @Nullable String sql(Part part, @Nullable String expected, @Nullable String actual) {
            String table = Names.quoted(part.table());
            String name = Names.quoted(part.name());
            String drop = switch (part.kind()) {
                case "column" -> "ALTER TABLE %s DROP COLUMN %s;".formatted(table, name);
                case "constraint" -> "ALTER TABLE %s DROP CONSTRAINT %s;".formatted(table, name);
                case "index" -> "DROP INDEX %s;".formatted(name);
                default -> null;
            };
            if (drop == null || expected == null) {
                return drop;
            }
            String add = switch (part.kind()) {
                case "column" -> "ALTER TABLE %s ADD COLUMN %s %s;".formatted(table, name, expected);
                case "constraint" -> "ALTER TABLE %s ADD CONSTRAINT %s %s;".formatted(table, name, expected);
                default ->
                    "CREATE %sINDEX %s ON %s %s;"
                            .formatted(
                                    expected.startsWith("UNIQUE ") ? "UNIQUE " : "",
                                    name,
                                    table,
                                    expected.replaceFirst("^UNIQUE ", ""));
            };
            if (actual == null) {
                return add;
            }
            // What a column holds is not to be lost.
            return part.kind().equals(Part.COLUMN) ? null : drop + " " + add;
        }
    }
}
