package io.tenantschemas.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** Gives a tenant another host. */
@Command(
        name = "add-domain",
        description =
                "Adds a host that leads to a tenant; all nodes lead it there at once. Refused if any tenant has it.",
        footer = {
            "Examples:",
            "  java -jar app.jar add-domain acme shop.acme.com",
            "  java -jar app.jar add-domain acme shop.acme.com --primary"
        })
final class AddDomainCommand extends DomainCommand {

    @Option(
            names = "--primary",
            description =
                    "Make it the primary one, which links to the tenant use; the present one stays as another host. The"
                            + " tenant may have DOMAIN already.")
    private boolean primary;

    @Override
    Tenant change(Tenant tenant, HostName domain, TenantProvisioner provisioner) {
        if (!primary) {
            return provisioner.addDomain(tenant.schema(), domain);
        }
        return tenant.domains().stream().anyMatch(each -> each.host().equals(domain))
                ? provisioner.makePrimary(tenant.schema(), domain)
                : provisioner.addPrimaryDomain(tenant.schema(), domain);
    }
}
