package io.tenantschemas.command;

import picocli.CommandLine.Command;

import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.Tenant;

/** Takes a tenant into service again. */
@Command(
        name = "resume-tenant",
        description =
                "Takes a tenant into service again that was suspended or in maintenance. One that is active stays so. One"
                        + " whose schema could not be made is made, soon or at once, as new tenants are. One that is being dropped is"
                        + " kept, as long as nothing of its schema is gone. One whose schema is yet to be made is refused.",
        footer = {
            "Examples:",
            "  java -jar app.jar resume-tenant acme",
            "  java -jar app.jar resume-tenant acme --output=json"
        })
final class ResumeTenantCommand extends StatusCommand {

    @Override
    Tenant put(Tenant tenant, TenantProvisioner provisioner) {
        return provisioner.resume(tenant.schema());
    }
}
