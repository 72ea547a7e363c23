package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;

import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Domain;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** Shows which tenants there are. */
@Command(
        name = "list-tenants",
        description = "Shows every tenant: its id, schema, status and hosts, the primary one first.")
final class ListTenantsCommand extends OperatorCommand {

    @Override
    int run(CommandBeans beans, Console console) {
        List<Tenant> tenants = new ArrayList<>();
        beans.get(TenantRegistry.class).forEach(tenants::add);
        switch (output) {
            case text -> writeTable(tenants, console.out());
            case json ->
                JsonDocument.write(
                        Map.of(
                                "tenants",
                                tenants.stream()
                                        .map(ListTenantsCommand::describe)
                                        .toList()),
                        console.out());
        }
        return ExitCode.DONE;
    }

    private static void writeTable(List<Tenant> tenants, PrintWriter out) {
        if (!tenants.isEmpty()) {
            TextTable table = new TextTable(
                    TextTable.text("ID"), TextTable.text("SCHEMA"), TextTable.text("STATUS"), TextTable.text("HOSTS"));
            tenants.forEach(tenant -> table.add(
                    String.valueOf(tenant.id()),
                    tenant.schema().toString(),
                    tenant.status().toString(),
                    String.join(", ", hosts(tenant))));
            table.write(out);
        }
        out.printf("%d tenant%s%n", tenants.size(), tenants.size() == 1 ? "" : "s");
    }

    private static List<String> hosts(Tenant tenant) {
        return tenant.domains().stream()
                .sorted((a, b) -> Boolean.compare(b.primary(), a.primary()))
                .map(Domain::host)
                .map(HostName::value)
                .toList();
    }

    private static Map<String, Object> describe(Tenant tenant) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", tenant.id());
        described.put("schema", tenant.schema().value());
        described.put("status", tenant.status().name());
        described.put("primaryHost", tenant.primaryHost().map(HostName::value).orElse(null));
        described.put("hosts", hosts(tenant));
        return described;
    }
}
