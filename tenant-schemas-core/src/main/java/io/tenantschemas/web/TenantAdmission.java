package io.tenantschemas.web;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.Assert;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.registry.TenantLookupRefusedException;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.InvalidHostException;
import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.web.RequestDecision.Admitted;
import io.tenantschemas.web.RequestDecision.Rejected;

/**
 * Decides which requests are let in, and for whom.
 *
 * <p>A public host is bound to the shared tables without a lookup. Any other request is bound to the tenant that it leads
 * to, provided that the tenant is in service; the tenant whose schema is the public one is the main site, too. What leads
 * nowhere is refused, unless the main site takes the hosts that nobody has. Where it cannot be found out whether there is a
 * tenant, the request is refused in any case.
 *
 * <p>A tenant whose schema is not current is refused, but never the main site: whether the shared tables are current is for the
 * start-up to see.
 */
public final class TenantAdmission {

    private final TenantRequestResolver resolver;

    private final TenantRegistry tenants;

    private final SchemaName publicSchema;

    private final PublicHosts publicHosts;

    private final UnknownTenant unknownTenant;

    private final SchemaReadiness readiness;

    /**
     * Creates the rules.
     *
     * @param resolver reads the tenant from a request
     * @param tenants where tenants are found
     * @param publicSchema the schema that holds the shared tables
     * @param publicHosts the hosts that are the main site
     * @param unknownTenant what happens to hosts that lead nowhere
     * @param readiness says of which tenants the schemas are current
     */
    public TenantAdmission(
            TenantRequestResolver resolver,
            TenantRegistry tenants,
            SchemaName publicSchema,
            PublicHosts publicHosts,
            UnknownTenant unknownTenant,
            SchemaReadiness readiness) {
        Assert.notNull(resolver, "'resolver' must not be null");
        Assert.notNull(tenants, "'tenants' must not be null");
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(publicHosts, "'publicHosts' must not be null");
        Assert.notNull(unknownTenant, "'unknownTenant' must not be null");
        Assert.notNull(readiness, "'readiness' must not be null");
        this.resolver = resolver;
        this.tenants = tenants;
        this.publicSchema = publicSchema;
        this.publicHosts = publicHosts;
        this.unknownTenant = unknownTenant;
        this.readiness = readiness;
    }

    RequestDecision decide(HttpServletRequest request) {
        Optional<TenantReference> reference;
        try {
            reference = resolver.resolve(request);
        } catch (InvalidHostException | InvalidSchemaNameException malformed) {
            return rejected(malformed);
        }
        return reference.map(this::decide).orElseGet(() -> unknownHost(reference));
    }

    private RequestDecision decide(TenantReference reference) {
        try {
            return reference instanceof TenantReference.ByHost byHost
                    ? byHost(byHost)
                    : bySchema((TenantReference.BySchema) reference);
        } catch (TenantLookupRefusedException refused) {
            // Not the main site either, which would be somebody else's where there is a tenant after all.
            return new Rejected(new Rejection.NotLookedUp(reference));
        }
    }

    private RequestDecision byHost(TenantReference.ByHost reference) {
        return publicHosts.contains(reference.host())
                ? new Admitted(TenantBinding.toShared())
                : tenants.findByHost(reference.host())
                        .map(this::admit)
                        .orElseGet(() -> unknownHost(Optional.of(reference)));
    }

    private RequestDecision bySchema(TenantReference.BySchema reference) {
        return tenants.findByRequestedSchema(reference.schema())
                .map(this::admit)
                .orElseGet(() -> withoutTenant(reference));
    }

    private RequestDecision withoutTenant(TenantReference.BySchema reference) {
        // The public schema needs no row of its own. Any other name was chosen on purpose: not to get the main site.
        return reference.schema().equals(publicSchema)
                ? new Admitted(TenantBinding.toShared())
                : new Rejected(new Rejection.NoSuchTenant(Optional.of(reference)));
    }

    private RequestDecision admit(Tenant tenant) {
        if (!tenant.isActive()) {
            return new Rejected(new Rejection.OutOfService(tenant));
        }
        SchemaReadiness.State state =
                tenant.schema().equals(publicSchema) ? SchemaReadiness.State.CURRENT : readiness.of(tenant);
        return switch (state) {
            case CURRENT -> new Admitted(TenantBinding.to(tenant));
            case BEHIND -> new Rejected(new Rejection.BeingUpdated(tenant));
            case UNKNOWN -> new Rejected(new Rejection.NotInspected(tenant));
        };
    }

    private RequestDecision unknownHost(Optional<TenantReference> reference) {
        return unknownTenant == UnknownTenant.PUBLIC
                ? new Admitted(TenantBinding.toShared())
                : new Rejected(new Rejection.NoSuchTenant(reference));
    }

    private static RequestDecision rejected(TenantSchemasException malformed) {
        return new Rejected(new Rejection.Malformed(malformed));
    }
}
