package io.tenantschemas.command;

import java.util.Map;

import picocli.CommandLine.Parameters;

import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** Changes the hosts of a tenant. */
abstract class DomainCommand extends OneTenantCommand {

    @Parameters(
            index = "1",
            paramLabel = "DOMAIN",
            description = "The host, such as shop.example.com: in any case, without a port.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private HostName domain;

    abstract Tenant change(Tenant tenant, HostName domain, TenantProvisioner provisioner);

    @Override
    final int run(Tenant before, CommandBeans beans, Console console) {
        Tenant after = NamedTenant.change(beans, provisioner -> change(before, domain, provisioner));
        answer(
                "Tenant '%s' has %s.".formatted(after.schema(), hosts(after)),
                Map.of("tenant", TenantDocument.of(after)),
                console);
        return ExitCode.DONE;
    }

    private static String hosts(Tenant tenant) {
        return "the hosts " + String.join(", ", TenantDocument.hosts(tenant)) + "; the first one is the primary one";
    }
}
