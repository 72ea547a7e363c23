package io.tenantschemas.migrate;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.tenantschemas.tenant.SchemaName;

/** What a run consists of. */
interface MigrationSteps {

    /**
     * Migrates one schema, or says what is pending in it. Returns empty if another process migrates it. A tenant's is not looked at
     * afterwards.
     */
    Optional<? extends SchemaMigrationResult> tryToRun(MigrationTarget target, boolean dryRun);

    /** Looks at tenants' schemas that are through, and returns what has become of each, in their order. */
    List<SchemaMigrationResult> checked(List<? extends SchemaMigrationResult> results);

    /** Divides tenants' schemas into those that are in the same state. */
    List<AlikeTargets> alike(List<MigrationTarget> targets);

    /** Returns those of the tenants that cannot be taken for up to date without a look at them. */
    Set<SchemaName> suspects(List<SchemaName> tenants);
}
