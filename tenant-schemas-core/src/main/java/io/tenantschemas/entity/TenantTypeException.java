package io.tenantschemas.entity;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown at start-up when it cannot be told from an entity of which type a tenant is. */
public final class TenantTypeException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private final Class<?> entity;

    /**
     * Creates the exception.
     *
     * @param entity the entity
     * @param problem what is wrong with it, and what to write instead, to be read after its name
     */
    public TenantTypeException(Class<?> entity, String problem) {
        super("%s %s".formatted(entity.getName(), problem));
        this.entity = entity;
    }

    /** Returns the entity. */
    public Class<?> entity() {
        return entity;
    }
}
