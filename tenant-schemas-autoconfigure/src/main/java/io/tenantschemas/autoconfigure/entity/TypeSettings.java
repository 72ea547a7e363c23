package io.tenantschemas.autoconfigure.entity;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.registry.TypeColumn;

/** What settings say of the types of tenants, where there is no tenant entity that would. */
final class TypeSettings {

    static final String COLUMN = "tenant-schemas.tenant-type-column";

    static final String TYPES = "tenant-schemas.tenant-types";

    private TypeSettings() {}

    /** Returns the column in which types stand, or empty if tenants have no types. */
    static Optional<TypeColumn> column(TenantSchemasProperties properties) {
        String column = properties.tenantTypeColumn();
        if (column == null) {
            refuse(properties, "Name the column of the tenants' table in which the types stand with " + COLUMN + ".");
            return Optional.empty();
        }
        if (properties.tenantTypes().isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    COLUMN, column, "The column does not say which types there are. List them in " + TYPES + ".");
        }
        if (Set.of("id", "schema_name", "status").contains(column)) {
            throw new InvalidConfigurationPropertyValueException(
                    COLUMN, column, "That column means something else. Give the type one of its own.");
        }
        return Optional.of(TypeColumn.of(column, new TreeSet<>(properties.tenantTypeNames())));
    }

    /** Refuses settings that mean nothing, for that reason. */
    static void refuse(TenantSchemasProperties properties, String reason) {
        if (properties.tenantTypeColumn() != null) {
            throw new InvalidConfigurationPropertyValueException(COLUMN, properties.tenantTypeColumn(), reason);
        }
        if (!properties.tenantTypes().isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(TYPES, properties.tenantTypes(), reason);
        }
    }
}
