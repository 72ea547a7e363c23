package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;

import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TypeName;

/** Shows which tenants there are. */
@Command(
        name = "list-tenants",
        description =
                "Shows every tenant: its id, schema, status, type (if there are types) and hosts, the primary one first.",
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
            // Where no tenant has a type, nobody is to wonder what that is.
            boolean haveTypes =
                    tenants.stream().anyMatch(tenant -> tenant.type().isPresent());
            List<TextTable.Column> columns =
                    new ArrayList<>(List.of(TextTable.text("ID"), TextTable.text("SCHEMA"), TextTable.text("STATUS")));
            if (haveTypes) {
                columns.add(TextTable.text("TYPE"));
            }
            columns.add(TextTable.text("HOSTS"));
            TextTable table = new TextTable(columns.toArray(TextTable.Column[]::new));
            tenants.forEach(tenant -> table.add(cells(tenant, haveTypes)));
            table.write(out);
        }
        out.printf("%d tenant%s%n", tenants.size(), tenants.size() == 1 ? "" : "s");
    }

    private static String[] cells(Tenant tenant, boolean haveTypes) {
        List<String> cells = new ArrayList<>(List.of(
                String.valueOf(tenant.id()),
                tenant.schema().toString(),
                tenant.status().toString()));
        if (haveTypes) {
            cells.add(tenant.type().map(TypeName::value).orElse("-"));
        }
        cells.add(String.join(", ", TenantDocument.hosts(tenant)));
        return cells.toArray(String[]::new);
    }
}
