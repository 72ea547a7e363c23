package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import io.tenantschemas.provision.RenameOptions;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Gives a tenant and its schema another name. */
@Command(
        name = "rename-tenant",
        synopsisHeading = "Usage: ",
        description =
                "Gives a tenant and its schema another name, in one transaction. Hosts and data stay. Waits some seconds for"
                        + " transactions that use the tenant, and changes nothing if they do not end; work under way that has touched"
                        + " nothing yet fails. Search paths of functions follow. Functions, triggers and the like that have the former"
                        + " name in their text are named, and nothing is changed.",
        footer = {"Example:", "  java -jar app.jar rename-tenant acme acme_ltd"})
final class RenameTenantCommand extends OneTenantCommand {

    @Parameters(index = "1", paramLabel = "TO", description = "The new name, which no tenant and no schema may have.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private SchemaName to;

    @Option(
            names = "--allow-mentions",
            description =
                    "Rename the tenant also if the former name stands in the text of functions, triggers and the like, which is refused"
                            + " otherwise: you have made sure that they do not read or write the tables of whoever gets that name next, or"
                            + " write them anew at once.")
    private boolean mentionsAllowed;

    @Override
    void validate() {
        if (name().equals(to)) {
            throw new ParameterException(
                    spec.commandLine(), "'%s' is its name already; give another one.".formatted(to));
        }
    }

    @Override
    void validate(CommandBeans beans) {
        NamedTenant.refuseEverybodys(to, beans, spec);
    }

    private RenameOptions options() {
        return mentionsAllowed ? RenameOptions.allowingMentions() : RenameOptions.refusingMentions();
    }

    @Override
    int run(Tenant before, CommandBeans beans, Console console) {
        Tenant after = NamedTenant.change(beans, provisioner -> provisioner.rename(before.schema(), to, options()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tenant", TenantDocument.of(after));
        document.put("schemaBefore", before.schema().value());
        answer("Tenant '%s' is '%s' now.".formatted(before.schema(), after.schema()), document, console);
        return ExitCode.DONE;
    }
}
