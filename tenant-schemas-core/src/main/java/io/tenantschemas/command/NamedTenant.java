package io.tenantschemas.command;

import java.util.function.Function;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantSchemasException;
import io.tenantschemas.tenant.UnknownTypeException;

/** A tenant that a command line names. */
final class NamedTenant {

    private NamedTenant() {}

    /**
     * Finds the tenant.
     *
     * @throws ParameterException if the schema is everybody's
     * @throws TenantFailedException if there is no such tenant
     */
    static Tenant find(SchemaName name, CommandBeans beans, CommandSpec spec) {
        refuseEverybodys(name, beans, spec);
        return beans.get(TenantRegistry.class)
                .findBySchema(name)
                .orElseThrow(() -> new TenantFailedException(name, notFound(name, beans)));
    }

    /**
     * Finds the tenant also if it is of a type that the application does not have: then without a type, and not to be worked in.
     *
     * @throws ParameterException if the schema is everybody's
     * @throws TenantFailedException if there is no such tenant
     */
    static Tenant findOfAnyType(SchemaName name, CommandBeans beans, CommandSpec spec) {
        refuseEverybodys(name, beans, spec);
        return beans.get(TenantRegistry.class)
                .findOfAnyType(name)
                .orElseThrow(() -> new TenantFailedException(name, new UnknownTenantException(name)));
    }

    private static TenantSchemasException notFound(SchemaName name, CommandBeans beans) {
        try {
            beans.get(TenantRegistry.class).refuseUnknownType(name);
            return new UnknownTenantException(name);
        } catch (UnknownTypeException unknown) {
            return unknown;
        }
    }

    /** Refuses the public schema and the extra ones of the search path, whose names no command takes for a tenant's. */
    static void refuseEverybodys(SchemaName name, CommandBeans beans, CommandSpec spec) {
        if (beans.get(SearchPaths.class).shared().anyMatch(name::equals)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'%s' is refused: that schema is in the search path of all tenants and holds what they share. Name a"
                                    .formatted(name)
                            + " tenant's.");
        }
    }

    /** Changes a tenant with the shared tables bound, so that it works where work without a binding is refused, too. */
    static Tenant change(CommandBeans beans, Function<TenantProvisioner, Tenant> change) {
        TenantProvisioner provisioner = beans.get(TenantProvisioner.class);
        return beans.get(TenantTemplate.class).executeShared(() -> change.apply(provisioner));
    }
}
