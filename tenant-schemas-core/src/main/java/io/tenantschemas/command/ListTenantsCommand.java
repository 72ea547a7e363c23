package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine.Command;

import io.tenantschemas.provision.ProvisioningProgress;
import io.tenantschemas.provision.ProvisioningProgress.Progress;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;
import io.tenantschemas.tenant.TypeName;

/** Shows which tenants there are. */
@Command(
        name = "list-tenants",
        description =
                "Shows every tenant: its id, schema, status, type (if there are types) and hosts, the primary one first. Of tenants"
                        + " whose schemas are yet to be made, or could not be, it tells how often that was tried and what the reason was.",
        footer = {"Examples:", "  java -jar app.jar list-tenants", "  java -jar app.jar list-tenants --output=json"})
final class ListTenantsCommand extends OperatorCommand {

    @Override
    int run(CommandBeans beans, Console console) {
        List<Tenant> tenants = new ArrayList<>();
        beans.get(TenantRegistry.class).forEach(tenants::add);
        boolean areAllBuilt = tenants.stream().noneMatch(ListTenantsCommand::isOnItsWay);
        Map<Long, Progress> progress =
                areAllBuilt ? Map.of() : beans.get(ProvisioningProgress.class).all();
        switch (output) {
            case text -> writeTable(tenants, progress, console.out());
            case json ->
                JsonDocument.write(
                        Map.of(
                                "tenants",
                                tenants.stream()
                                        .map(tenant -> TenantDocument.of(tenant, progressOf(tenant, progress)))
                                        .toList()),
                        console.out());
        }
        return ExitCode.DONE;
    }

    private static boolean isOnItsWay(Tenant tenant) {
        return tenant.status() == TenantStatus.PROVISIONING || tenant.status() == TenantStatus.FAILED;
    }

    private static Optional<Progress> progressOf(Tenant tenant, Map<Long, Progress> progress) {
        return Optional.of(tenant)
                .filter(ListTenantsCommand::isOnItsWay)
                .flatMap(each -> Optional.ofNullable(progress.get(each.id())));
    }

    private static void writeTable(List<Tenant> tenants, Map<Long, Progress> progress, PrintWriter out) {
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
        tenants.forEach(tenant ->
                progressOf(tenant, progress).ifPresent(its -> out.printf("%s: %s%n", tenant.schema(), describe(its))));
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

    private static String describe(Progress progress) {
        return Numbers.count(progress.attempts(), "attempt")
                + progress.reason()
                        .map(reason -> "; the last one failed: " + reason)
                        .orElse("");
    }
}
