package io.tenantschemas.command;

import picocli.CommandLine.Command;

import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.Tenant;

/** Takes a tenant out of service. */
@Command(
        name = "suspend-tenant",
        description =
                "Takes a tenant out of service until 'resume-tenant': all nodes turn its requests away at once, and work"
                        + " for all tenants leaves it out. Its data stays as it is. One that is suspended already stays so.",
        footer = {
            "Examples:",
            "  java -jar app.jar suspend-tenant acme",
            "  java -jar app.jar suspend-tenant acme --output=json"
        })
final class SuspendTenantCommand extends StatusCommand {

    @Override
    Tenant find(CommandBeans beans) {
        return NamedTenant.findOfAnyType(name(), beans, spec);
    }

    @Override
    Tenant put(Tenant tenant, TenantProvisioner provisioner) {
        return provisioner.suspend(tenant.schema());
    }
}
