package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.Tenant;

/** Gives a tenant another status. */
abstract class StatusCommand extends OneTenantCommand {

    abstract Tenant put(Tenant tenant, TenantProvisioner provisioner);

    @Override
    final int run(Tenant before, CommandBeans beans, Console console) {
        Tenant after = NamedTenant.change(beans, provisioner -> put(before, provisioner));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tenant", TenantDocument.of(after));
        document.put("statusBefore", before.status().name());
        answer(
                "Tenant '%s' is %s (before: %s).".formatted(after.schema(), after.status(), before.status()),
                document,
                console);
        return ExitCode.DONE;
    }
}
