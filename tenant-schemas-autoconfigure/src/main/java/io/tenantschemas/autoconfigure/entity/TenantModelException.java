package io.tenantschemas.autoconfigure.entity;

import java.util.List;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when the application has no tenant model, or more than one. */
public final class TenantModelException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final transient List<Class<?>> models;

    TenantModelException(List<? extends Class<?>> models) {
        super(
                models.isEmpty()
                        ? "No entity extends AbstractTenant, so there are no tenants."
                        : "Several entities extend AbstractTenant, but there is one table of tenants only: %s."
                                .formatted(models.stream()
                                        .map(Class::getName)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
        this.models = List.copyOf(models);
    }

    /** Returns the entities that extend {@link io.tenantschemas.entity.AbstractTenant} without a common one among them. */
    public List<Class<?>> models() {
        return models;
    }
}
