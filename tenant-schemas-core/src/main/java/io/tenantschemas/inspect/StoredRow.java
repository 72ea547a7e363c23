package io.tenantschemas.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantStatus;

/**
 * A row of the tenants' table with its domains, unchecked: somebody may have written them with {@code psql}.
 *
 * @param id the primary key
 * @param schemaName what stands in {@code schema_name}
 * @param status what stands in {@code status}
 * @param type what stands in the column of types, empty if nothing does, or if tenants have no types
 * @param hasSchema whether there is a schema of that name
 * @param domains the domains; they are added while they are read
 */
record StoredRow(
        long id,
        @Nullable String schemaName,
        @Nullable String status,
        Optional<String> type,
        boolean hasSchema,
        List<StoredDomain> domains) {

    StoredRow(long id, @Nullable String schemaName, @Nullable String status, Optional<String> type, boolean hasSchema) {
        this(id, schemaName, status, type, hasSchema, new ArrayList<>());
    }

    /** A host as its row says, unchecked. */
    record StoredDomain(String domain, boolean primary) {}

    Optional<SchemaName> schema() {
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

    List<String> hosts() {
        return domains.stream().map(StoredDomain::domain).toList();
    }
}
