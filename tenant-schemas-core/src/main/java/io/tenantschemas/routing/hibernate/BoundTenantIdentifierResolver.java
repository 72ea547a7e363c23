package io.tenantschemas.routing.hibernate;

import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.util.Assert;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/**
 * Tells Hibernate for whom a new session is: what the thread is bound to, the shared tables when it is bound to nothing.
 *
 * <p>The identifier includes the tenant's id, so that nothing that Hibernate keeps by tenant (cache entries, blocks of
 * identifiers) meets a later tenant of the same name.
 */
public final class BoundTenantIdentifierResolver implements CurrentTenantIdentifierResolver<String> {

    private final SchemaName publicSchema;

    /** Creates a resolver that answers with {@code publicSchema} where there is no tenant. */
    public BoundTenantIdentifierResolver(SchemaName publicSchema) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.publicSchema = publicSchema;
    }

    @Override
    public String resolveCurrentTenantIdentifier() {
        return TenantContext.binding().identifier(publicSchema);
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
