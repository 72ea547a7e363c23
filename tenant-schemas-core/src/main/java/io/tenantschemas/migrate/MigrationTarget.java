package io.tenantschemas.migrate;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;

/**
 * A schema and the migrations it goes through.
 *
 * @param schema the schema
 * @param scope the migrations
 * @param upTo the last version that it goes through, or null for all there are
 * @param type the type of tenants whose migrations it goes through besides those of all tenants, or empty for none
 */
public record MigrationTarget(
        SchemaName schema, MigrationScope scope, @Nullable String upTo, Optional<TypeName> type) {

    /** Checks that nothing is missing. */
    public MigrationTarget {
        Assert.notNull(schema, "'schema' must not be null");
        Assert.notNull(scope, "'scope' must not be null");
        Assert.notNull(type, "'type' must not be null");
        Assert.isTrue(scope == MigrationScope.TENANT || type.isEmpty(), "'type' must be empty for the shared schema");
    }

    /** Returns the shared schema as a target. */
    public static MigrationTarget shared(SchemaName publicSchema) {
        return new MigrationTarget(publicSchema, MigrationScope.SHARED, null, Optional.empty());
    }

    /** Returns the schema of a tenant that has no type as a target. */
    public static MigrationTarget tenant(SchemaName schema) {
        return new MigrationTarget(schema, MigrationScope.TENANT, null, Optional.empty());
    }

    /** Returns a tenant's schema as a target. */
    public static MigrationTarget of(Tenant tenant) {
        Assert.notNull(tenant, "'tenant' must not be null");
        return tenant(tenant.schema()).ofType(tenant.type());
    }

    /** Returns the same schema as that of a tenant of that type, or of none. */
    public MigrationTarget ofType(Optional<TypeName> other) {
        return new MigrationTarget(schema, scope, upTo, other);
    }

    /** Returns the same schema with that version as the last one, or without a last one if it is null. */
    public MigrationTarget upTo(@Nullable String version) {
        return new MigrationTarget(schema, scope, version, type);
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
