package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;

import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Tenant;

/** Shows which tenants there are. */
@Command(
        name = "list-tenants",
        description = "Shows every tenant: its id, schema, status and hosts, the primary one first.",
        footer = {"Examples:", "  java -jar app.jar list-tenants", "  java -jar app.jar list-tenants --output=json"})
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
                                tenants.stream().map(TenantDocument::of).toList()),
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
                    String.join(", ", TenantDocument.hosts(tenant))));
            table.write(out);
        }
        out.printf("%d tenant%s%n", tenants.size(), tenants.size() == 1 ? "" : "s");
    }
}
