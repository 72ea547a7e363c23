package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Runs one of the application's own commands for one tenant. */
@Command(
        name = "run-in-tenant",
        description =
                "Runs one of the application's own commands, a bean of type TenantCommand, with one tenant bound. What it writes"
                        + " is all that standard output holds. The tenant may be suspended or in maintenance.",
        exitCodeList = {
            "0:done",
            "1:the command failed, or there is no such tenant that is in use",
            "2:wrong usage; also if there is no such command, or the schema is everybody's, such as the public one",
            "3:nothing could be tried, for example because there is no database"
        },
        footer = {
            "The options of run-in-tenant stand before COMMAND.",
            "",
            "Examples:",
            "  java -jar app.jar run-in-tenant --schema=acme countNotes",
            "  java -jar app.jar run-in-tenant --schema=acme --output=json countNotes --containing=urgent"
        })
final class RunInTenantCommand extends OperatorCommand {

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            required = true,
            description = "The tenant, by the name of its schema.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private SchemaName schema;

    @Mixin
    private CommandCall call = new CommandCall();

    @Override
    void configure(CommandLine line) {
        line.setStopAtPositional(true);
    }

    @Override
    int run(CommandBeans beans, Console console) {
        call.refuseUnknown(beans, spec);
        Tenant tenant = NamedTenant.find(schema, beans, spec);
        if (!tenant.status().isBuilt()) {
            return notInUse(tenant).write(output, console);
        }
        return TenantFailedException.explain(schema, () -> run(call.find(beans), tenant, beans, console));
    }

    private Complaint notInUse(Tenant tenant) {
        return new Complaint(
                ExitCode.FAILED,
                "NotInUse",
                tenant.schema(),
                "Nothing was run for tenant '%s': its status is %s. Tenants that are ACTIVE, SUSPENDED or in MAINTENANCE can be worked for."
                        .formatted(tenant.schema(), tenant.status()));
    }

    private int run(TenantCommand command, Tenant tenant, CommandBeans beans, Console console) {
        CommandOutput out = CommandOutput.of(output, "", console);
        TenantRun run = beans.get(TenantTemplate.class).execute(tenant, () -> call.run(command, tenant, out));
        if (!run.isDone()) {
            console.err().println(run.complaint());
        }
        if (output == OutputFormat.json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("command", call.name());
            document.putAll(run.describe(out.kept()));
            JsonDocument.write(document, console.out());
        }
        return run.isDone() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
