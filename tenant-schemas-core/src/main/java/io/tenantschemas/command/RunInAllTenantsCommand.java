package io.tenantschemas.command;

import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import io.tenantschemas.context.ForEachTenantReport;
import io.tenantschemas.context.TenantContext;
import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.routing.SearchPaths;
import io.tenantschemas.tenant.Tenant;

/** Runs one of the application's own commands for each tenant. */
@Command(
        name = "run-in-all-tenants",
        description =
                "Runs one of the application's own commands, a bean of type TenantCommand, once for every active tenant, one"
                        + " after the other, with that tenant bound. A failure does not stop the rest. Standard output holds what the"
                        + " command writes, each line behind the tenant's name; standard error says who failed.",
        exitCodeList = {
            "0:done for all",
            "1:the command failed for at least one tenant",
            "2:wrong usage; also if there is no such command",
            "3:nothing could be tried, for example because there is no database"
        },
        footer = {
            "The options of run-in-all-tenants stand before COMMAND.",
            "",
            "Examples:",
            "  java -jar app.jar run-in-all-tenants countNotes",
            "  java -jar app.jar run-in-all-tenants --output=json countNotes --containing=urgent"
        })
final class RunInAllTenantsCommand extends OperatorCommand {

    @Mixin
    private CommandCall call = new CommandCall();

    @Override
    void configure(CommandLine line) {
        line.setStopAtPositional(true);
    }

    @Override
    int run(CommandBeans beans, Console console) {
        call.refuseUnknown(beans, spec);
        // Whoever that is: so that a database that is not there is told as such.
        beans.get(TenantRegistry.class)
                .findBySchema(beans.get(SearchPaths.class).publicSchema());
        TenantCommand command = call.find(beans);
        TenantRuns runs = new TenantRuns(output, console);
        @Nullable RuntimeException brokenOff = null;
        try {
            ForEachTenantReport report = beans.get(TenantTemplate.class).forEachTenant(() -> {
                Tenant tenant = TenantContext.current().orElseThrow();
                runs.run(tenant, out -> call.run(command, tenant, out));
            });
            report.failures().forEach(runs::addNotBegun);
            brokenOff = isBrokenOff(report) ? new CancellationException("the command was interrupted") : null;
        } catch (RuntimeException noFurtherTenants) {
            if (runs.isEmpty()) {
                throw noFurtherTenants;
            }
            brokenOff = noFurtherTenants;
        }
        return runs.tell(call.name(), brokenOff);
    }

    /** Returns whether there were further tenants when somebody interrupted the work, such as the command itself. */
    private static boolean isBrokenOff(ForEachTenantReport report) {
        return report.failures().stream().anyMatch(failure -> failure.cause() instanceof InterruptedException);
    }
}
