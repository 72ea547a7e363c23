package io.tenantschemas.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.inspect.Finding.HistoryMismatch;
import io.tenantschemas.inspect.Finding.PendingMigrations;
import io.tenantschemas.migrate.AlikeTargets;
import io.tenantschemas.migrate.MigrationFailure;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.MissingSchemaException;
import io.tenantschemas.migrate.PendingMigration;
import io.tenantschemas.migrate.SchemaMigrationException;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.migrate.SchemaMigrationResult.UpToDate;
import io.tenantschemas.migrate.SchemaMigrator;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TypeName;

/** How far schemas are. Of those with equal histories, one is looked at: the others are as far, because the files are the same. */
final class MigrationStates {

    private static final int AT_ONCE = 500;

    private final SchemaMigrator migrator;

    private final Map<State, List<SchemaName>> states = new LinkedHashMap<>();

    MigrationStates(SchemaMigrator migrator) {
        this.migrator = migrator;
    }

    /** Returns what is to be said of the shared schema. */
    List<Finding> findingsOfShared(SchemaName publicSchema) {
        State state = state(MigrationTarget.shared(publicSchema));
        return state == null ? List.of() : state.findings(List.of(publicSchema), true);
    }

    /** Finds out how far these are. */
    void add(List<MigrationTarget> targets) {
        Map<Object, List<MigrationTarget>> alike = new LinkedHashMap<>();
        for (int start = 0; start < targets.size(); start += AT_ONCE) {
            List<MigrationTarget> some = targets.subList(start, Math.min(start + AT_ONCE, targets.size()));
            for (AlikeTargets group : migrator.alike(some)) {
                alike.computeIfAbsent(group.state(), first -> new ArrayList<>()).addAll(group.targets());
            }
        }
        alike.values().forEach(this::addGroup);
    }

    private void addGroup(List<MigrationTarget> targets) {
        State state = state(targets.get(0));
        if (state != null) {
            List<SchemaName> schemas = states.computeIfAbsent(state, first -> new ArrayList<>());
            targets.forEach(target -> schemas.add(target.schema()));
        }
    }

    /** Returns how far the schema is, or null when it is not there any more. */
    private @Nullable State state(MigrationTarget target) {
        try {
            return State.of(target, migrator.pending(target));
        } catch (SchemaMigrationException unfit) {
            return new State(target.type(), null, List.of(), unfit.failure());
        } catch (MissingSchemaException droppedMeanwhile) {
            return null;
        }
    }

    /** Returns what is to be said of them. */
    List<Finding> findings() {
        return states.entrySet().stream()
                .flatMap(state -> state.getKey().findings(state.getValue(), false).stream())
                .toList();
    }

    /** Returns them by how far they are. */
    List<Group> groups() {
        return states.entrySet().stream()
                .map(state -> new Group(
                        state.getKey().type(), state.getKey().pending().isEmpty(), state.getValue()))
                .toList();
    }

    /**
     * Schemas that have been through the same migrations.
     *
     * @param type the type of their tenants
     * @param isThrough whether these are all that the application has
     * @param schemas the schemas
     */
    record Group(Optional<TypeName> type, boolean isThrough, List<SchemaName> schemas) {}

    /**
     * How far a schema is.
     *
     * @param type the type of its tenant, of whose migrations the rest tells
     * @param version its version
     * @param pending what it has not been through
     * @param failure why it cannot be migrated, if it cannot
     */
    private record State(
            Optional<TypeName> type,
            @Nullable String version,
            List<PendingMigration> pending,
            @Nullable MigrationFailure failure) {

        static State of(MigrationTarget target, SchemaMigrationResult result) {
            if (result instanceof Pending pending) {
                return new State(target.type(), pending.version(), pending.migrations(), null);
            }
            return new State(
                    target.type(), result instanceof UpToDate upToDate ? upToDate.version() : null, List.of(), null);
        }

        List<Finding> findings(List<SchemaName> schemas, boolean isShared) {
            if (failure != null) {
                return List.of(new HistoryMismatch(schemas, failure));
            }
            return pending.isEmpty() ? List.of() : List.of(new PendingMigrations(schemas, isShared, pending));
        }
    }
}
