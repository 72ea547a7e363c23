package io.tenantschemas.command;

import picocli.CommandLine.Command;

import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** Takes a host from a tenant. */
@Command(
        name = "remove-domain",
        description =
                "Removes a host of a tenant, which leads nowhere from then on, on all nodes. The primary one is refused:"
                        + " make another one primary first, with 'add-domain --primary'.",
        footer = {"Example:", "  java -jar app.jar remove-domain acme shop.acme.com"})
final class RemoveDomainCommand extends DomainCommand {

    @Override
    Tenant change(Tenant tenant, HostName domain, TenantProvisioner provisioner) {
        return provisioner.removeDomain(tenant.schema(), domain);
    }
}
