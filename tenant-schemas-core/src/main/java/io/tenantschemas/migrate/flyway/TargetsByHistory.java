package io.tenantschemas.migrate.flyway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/**
 * Divides tenants' schemas into those that are in the same state: what Flyway makes of a schema depends on the migrations, which
 * all of one type share, and on the history. Only where a repeatable migration names the tenant does its checksum depend on the
 * tenant as well.
 */
final class TargetsByHistory {

    private final List<MigrationTarget> targets;

    private final Map<SchemaName, TenantChecksums> checksums = new HashMap<>();

    private final Map<SchemaName, SchemaHistory> histories = new HashMap<>();

    /** Of those that are equal, the one that is kept. */
    private final Map<SchemaHistory, SchemaHistory> kept = new HashMap<>();

    /**
     * Creates them without knowing anything of their histories.
     *
     * @param targets the tenants
     * @param checksums the checksums that depend on the tenant, of each of the tenants' types
     */
    TargetsByHistory(List<MigrationTarget> targets, Map<Optional<TypeName>, TenantChecksums> checksums) {
        this.targets = targets;
        for (MigrationTarget target : targets) {
            this.checksums.put(target.schema(), Objects.requireNonNull(checksums.get(target.type())));
        }
    }

    /** Takes note of a schema's history. */
    void add(SchemaName schema, SchemaHistory history) {
        SchemaHistory comparable = Objects.requireNonNull(checksums.get(schema)).comparable(schema, history);
        histories.put(schema, kept.computeIfAbsent(comparable, first -> first));
    }

    /** Returns all of them in groups that are alike, in the order of the first of each; who is not known is alone. */
    List<AlikeTargets> alike() {
        Map<Object, List<MigrationTarget>> groups = new LinkedHashMap<>();
        for (MigrationTarget target : targets) {
            SchemaHistory history = histories.get(target.schema());
            groups.computeIfAbsent(
                            history == null ? target : new State(target.type(), history), another -> new ArrayList<>())
                    .add(target);
        }
        return groups.entrySet().stream()
                .map(group -> group.getKey() instanceof State state
                        ? new AlikeTargets(group.getValue(), state)
                        : AlikeTargets.alone(group.getValue().get(0)))
                .toList();
    }

    /** What tenants have in common that are alike. */
    private record State(Optional<TypeName> type, SchemaHistory history) {}
}
