package io.tenantschemas.provision;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.registry.TenantTable;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * A row of the tenants' table, unchecked: somebody may have written it with {@code psql}.
 *
 * @param schemaName the schema's name
 * @param status the name of the status
 * @param type the name of the type, empty if there is none
 */
record TenantRow(@Nullable String schemaName, @Nullable String status, Optional<String> type) {

    boolean isNamed(SchemaName schema) {
        return schema.value().equals(schemaName);
    }

    boolean isIn(TenantStatus expected) {
        return expected.name().equals(status);
    }

    /**
     * Returns {@code tenant} with what stands here, or empty when it cannot be a tenant.
     *
     * @throws io.tenantschemas.tenant.UnknownTypeException if there is no such type
     */
    Optional<Tenant> appliedTo(Tenant tenant, TenantTable table) {
        return namedIn(tenant).map(named -> named.withType(table.typeOf(type)));
    }

    /** Returns {@code tenant} with name and status that stand here, or empty when it cannot be a tenant. */
    Optional<Tenant> namedIn(Tenant tenant) {
        return knownSchema()
                .flatMap(schema ->
                        knownStatus().map(status -> tenant.withSchema(schema).withStatus(status)));
    }

    Optional<SchemaName> knownSchema() {
        try {
            return Optional.of(new SchemaName(String.valueOf(schemaName)));
        } catch (InvalidSchemaNameException malformed) {
            return Optional.empty();
        }
    }

    Optional<TenantStatus> knownStatus() {
        return Arrays.stream(TenantStatus.values())
                .filter(each -> each.name().equals(status))
                .findFirst();
    }
}
