package io.tenantschemas.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Option;

import io.tenantschemas.provision.NewTenant;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.SchemaName;

/** What a command says of a tenant that it makes. */
final class NewTenantOptions {

    @Option(
            names = "--domain",
            paramLabel = "HOST",
            required = true,
            description =
                    "A host that is to lead to the tenant; may be given several times. The first one is the primary one.")
    private List<HostName> domains = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "What else the application knows of its tenants, for example --set name=Acme; may be given several"
                            + " times. What is missing or wrong is named, and nothing is created.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    NewTenant of(SchemaName name) {
        return new NewTenant(name, domains, new LinkedHashMap<>(attributes));
    }
}
