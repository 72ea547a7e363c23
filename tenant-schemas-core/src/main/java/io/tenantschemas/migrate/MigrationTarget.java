package io.tenantschemas.migrate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * A schema and the migrations it goes through.
 *
 * @param schema the schema
 * @param scope the migrations
 * @param upTo the last version that it goes through, or null for all there are
 */
public record MigrationTarget(
        SchemaName schema, MigrationScope scope, @Nullable String upTo) {

    /** Checks that nothing is missing. */
    public MigrationTarget {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(scope, "'scope' must not be null");
    }

    /** Returns the shared schema as a target. */
    public static MigrationTarget shared(SchemaName publicSchema) {
        return new MigrationTarget(publicSchema, MigrationScope.SHARED, null);
    }

    /** Returns a tenant's schema as a target. */
    public static MigrationTarget tenant(SchemaName schema) {
        return new MigrationTarget(schema, MigrationScope.TENANT, null);
    }

    /** Returns the same schema with that version as the last one, or without a last one if it is null. */
    public MigrationTarget upTo(@Nullable String version) {
        return new MigrationTarget(schema, scope, version);
    }

    /** Returns whether this is the shared schema. */
    public boolean isShared() {
        return scope == MigrationScope.SHARED;
    }

    /** Returns the schema's name. */
    @Override
    public String toString() {
        return schema.toString();
    }
}
