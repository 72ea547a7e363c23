package io.tenantschemas.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.TenantDirectory;
import io.tenantschemas.migrate.SchemaMigrationResult.Failed;
import io.tenantschemas.migrate.SchemaMigrationResult.NotTried;
import io.tenantschemas.migrate.SchemaMigrationResult.Pending;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** The tenants that a request is about. */
final class TenantTargets {

    private static final String UNDEFINED_TABLE = "42P01";

    private static final String UNDEFINED_SCHEMA = "3F000";

    private static final String UNDEFINED_COLUMN = "42703";

    private static final Set<String> MISSING = Set.of(UNDEFINED_TABLE, UNDEFINED_SCHEMA, UNDEFINED_COLUMN);

    private final MigrationRequest request;

    private final TenantDirectory tenants;

    private final SchemaName publicSchema;

    /** Those that were looked up, or seen among all. */
    private final Map<SchemaName, MigrationTarget> known = new HashMap<>();

    /** Whether tenants have types, as far as that was seen. */
    private boolean haveTypes;

    /** Those whose types are not known, because one could not be looked up. */
    private final Set<SchemaName> notLookedUp = new HashSet<>();

    TenantTargets(MigrationRequest request, TenantDirectory tenants, SchemaName publicSchema) {
        this.request = request;
        this.tenants = tenants;
        this.publicSchema = publicSchema;
    }

    /**
     * Returns all of them. Canaries that are no tenants are among them, so that they fail: nothing comes before the others then.
     *
     * @param shared what became of the shared schema, or null if it was not asked for
     */
    List<MigrationTarget> all(@Nullable SchemaMigrationResult shared) {
        return Stream.concat(
                        selected(shared).stream(), request.canaries().stream().map(this::target))
                .distinct()
                .toList();
    }

    private List<MigrationTarget> selected(@Nullable SchemaMigrationResult shared) {
        if (areNamed()) {
            return request.schemas().stream()
                    .filter(schema -> !schema.equals(publicSchema))
                    .map(this::target)
                    .toList();
        }
        try {
            return registered();
        } catch (RuntimeException failure) {
            // Where the shared migration failed, or the run was stopped before it, none is tried anyway. It makes the
            // tenants' table itself, so where it is pending yet, there may be none.
            if (shared instanceof Failed
                    || shared instanceof NotTried
                    || (shared instanceof Pending && isMissing(failure))) {
                return List.of();
            }
            throw failure;
        }
    }

    private List<MigrationTarget> registered() {
        List<MigrationTarget> targets = new ArrayList<>();
        tenants.forEach(tenant -> {
            // What is being made goes through the migrations then. What is being dropped, or could not be made, is to
            // be none of those that a deployment waits for.
            if (tenant.status().isBuilt() && !tenant.schema().equals(publicSchema)) {
                targets.add(target(tenant));
                haveTypes |= tenant.type().isPresent();
            }
        });
        return targets;
    }

    /** Returns the tenants that come before the others. */
    List<MigrationTarget> canaries() {
        return request.canaries().stream().map(this::target).toList();
    }

    private MigrationTarget target(Tenant tenant) {
        MigrationTarget target = MigrationTarget.of(tenant).upTo(request.upTo());
        known.put(tenant.schema(), target);
        return target;
    }

    private MigrationTarget target(SchemaName schema) {
        return known.computeIfAbsent(schema, this::lookedUp);
    }

    private MigrationTarget lookedUp(SchemaName schema) {
        MigrationTarget withoutType = MigrationTarget.tenant(schema).upTo(request.upTo());
        if (!notLookedUp.isEmpty()) {
            notLookedUp.add(schema);
            return withoutType;
        }
        try {
            return withoutType.ofType(tenants.findBySchema(schema).flatMap(Tenant::type));
        } catch (RuntimeException failure) {
            // Each is asked for again when its turn comes, and refused if it has a type.
            notLookedUp.add(schema);
            return withoutType;
        }
    }

    /** Returns whether the request says which tenants. */
    boolean areNamed() {
        return !request.schemas().isEmpty();
    }

    /**
     * Returns why a schema is not migrated although it is one of those to be migrated, or empty if nothing is known against it. Its turn
     * may come long after the run began: until then, it may have become that of a tenant of another type, whose migrations are others.
     */
    Optional<MigrationFailure> refusal(MigrationTarget target) {
        SchemaName schema = target.schema();
        if (areNamed() || request.canaries().contains(schema)) {
            return tenants.findBySchema(schema)
                    .map(tenant -> refusal(tenant, target))
                    .orElseGet(() -> Optional.of(MigrationFailure.of(
                            "There is no tenant with this schema; the command 'list-tenants' shows those that exist, and"
                                    + " 'check-schemas' what is wrong with a row that is left out.")));
        }
        return haveTypes
                ? tenants.findBySchema(schema).flatMap(tenant -> refusalOfType(tenant, target))
                : Optional.empty();
    }

    private Optional<MigrationFailure> refusalOfType(Tenant tenant, MigrationTarget target) {
        return tenant.type().equals(target.type())
                ? Optional.empty()
                : Optional.of(MigrationFailure.of(
                        notLookedUp.contains(target.schema())
                                ? "The type of the tenant could not be looked up when the run began; migrate it again."
                                : "The type of the tenant was changed meanwhile; migrate it again."));
    }

    private Optional<MigrationFailure> refusal(Tenant tenant, MigrationTarget target) {
        Optional<MigrationFailure> ofType = refusalOfType(tenant, target);
        if (ofType.isPresent()) {
            return ofType;
        }
        return tenant.status().isBuilt()
                ? Optional.empty()
                : Optional.of(MigrationFailure.of(
                        "The status of the tenant with this schema is %s, so that there is nothing to migrate: the schema is being made"
                                        .formatted(tenant.status())
                                + " or dropped, or could not be made."));
    }

    /**
     * Returns whether a table, a schema or a column was not there, as before the first shared migration, or before the one that gives
     * the tenants' table the column of their types.
     */
    static boolean isMissing(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return refused.getSQLState() != null && MISSING.contains(refused.getSQLState());
            }
        }
        return false;
    }
}
