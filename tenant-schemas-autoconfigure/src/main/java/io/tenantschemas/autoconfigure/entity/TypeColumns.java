package io.tenantschemas.autoconfigure.entity;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategy;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.tenantschemas.autoconfigure.TenantSchemasProperties;
import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.TenantTypeAttribute;
import io.tenantschemas.entity.TenantTypeException;
import io.tenantschemas.registry.TypeColumn;
import io.tenantschemas.tenant.TypeName;

/** Finds out in which column of the tenants' table their types stand, and which types there are. */
final class TypeColumns {

    private final EntityClasses entities;

    private final PhysicalNamingStrategy naming;

    private final TenantSchemasProperties properties;

    TypeColumns(EntityClasses entities, PhysicalNamingStrategy naming, TenantSchemasProperties properties) {
        this.entities = entities;
        this.naming = naming;
        this.properties = properties;
    }

    /**
     * Returns the column, or empty if tenants have no types.
     *
     * @param model the tenant model
     * @throws TenantTypeException if it cannot say of which type a tenant is
     */
    Optional<TypeColumn> of(Class<? extends AbstractTenant> model) {
        refuseMarkedElsewhere(model);
        Optional<TypeColumn> column = TenantTypeAttribute.of(model).map(attribute -> column(model, attribute));
        if (column.isEmpty()) {
            TypeSettings.refuse(
                    properties,
                    "%s has no attribute that is marked with @TenantType. Mark the one that says of which type a tenant is."
                            .formatted(model.getName()));
        }
        return column;
    }

    // Nobody would read what is marked elsewhere: migrations would be left out without a word.
    private void refuseMarkedElsewhere(Class<?> model) {
        entities.all().stream()
                .filter(entity -> !entity.isAssignableFrom(model) && TenantTypeAttribute.isMarkedIn(entity))
                .findFirst()
                .ifPresent(other -> {
                    throw new TenantTypeException(
                            other,
                            "has an attribute with @TenantType, but the tenant model is %s. Mark one of its attributes, which all tenants have."
                                    .formatted(model.getName()));
                });
    }

    private TypeColumn column(Class<?> model, TenantTypeAttribute attribute) {
        String setting = properties.tenantTypeColumn();
        String name = setting != null ? setting : physical(attribute.column().orElse(attribute.name()));
        if (attribute.constants().isEmpty()) {
            return TypeColumn.of(name, typesOfText(model, attribute));
        }
        if (!properties.tenantTypes().isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    TypeSettings.TYPES,
                    properties.tenantTypes(),
                    "The attribute '%s' of %s is an enum, whose constants are the types."
                            .formatted(attribute.name(), model.getName()));
        }
        return new TypeColumn(name, attribute.constants());
    }

    private Set<TypeName> typesOfText(Class<?> model, TenantTypeAttribute attribute) {
        if (properties.tenantTypes().isEmpty()) {
            throw new TenantTypeException(
                    model,
                    ("has @TenantType on its attribute '%s', a text, which does not say which types there are. List them in"
                                    + " tenant-schemas.tenant-types, or let it be an enum with @Enumerated(EnumType.STRING).")
                            .formatted(attribute.name()));
        }
        return new TreeSet<>(properties.tenantTypeNames());
    }

    // The strategies that there are do not ask for the environment, which takes a database to know.
    @SuppressWarnings("NullAway")
    private String physical(String logical) {
        Identifier name = Identifier.toIdentifier(logical);
        String physical = naming.toPhysicalColumnName(name, null).getText();
        return name.isQuoted() ? physical : physical.toLowerCase(Locale.ROOT);
    }
}
