package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import io.tenantschemas.provision.SchemaContents;
import io.tenantschemas.routing.UnroutedDataSource;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/** Drops a tenant. */
@Command(
        name = "delete-tenant",
        description =
                "Deletes a tenant for good: its row, its hosts, and its schema with all its data, in one transaction. Says"
                        + " what will be lost and asks for the name to be typed again. Waits some seconds for transactions that use the"
                        + " tenant, and deletes nothing if they do not end. A schema that is too large for that is deleted in several"
                        + " transactions: the tenant is DELETING from the first one on, and what is interrupted goes on when the command"
                        + " is run again. There is no way back but a backup.",
        footer = {
            "Examples:",
            "  java -jar app.jar delete-tenant acme",
            "  java -jar app.jar delete-tenant acme --yes --output=json"
        })
final class DeleteTenantCommand extends OneTenantCommand {

    @Option(
            names = "--yes",
            description = "Do not ask. Where there is no terminal to ask at, nothing is deleted without this.")
    private boolean yes;

    @Override
    Tenant find(CommandBeans beans) {
        return NamedTenant.findOfAnyType(name(), beans, spec);
    }

    @Override
    int run(Tenant tenant, CommandBeans beans, Console console) {
        if (!yes && console.question() == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Tenant '%s' was not deleted: there is no terminal to ask at. Give '--yes' if you mean it."
                            .formatted(tenant.schema()));
        }
        SchemaContents contents = contents(tenant, beans);
        if (!yes && !isConfirmed(tenant, contents, console)) {
            return new Complaint(
                            ExitCode.FAILED,
                            "NotConfirmed",
                            tenant.schema(),
                            "Tenant '%s' was not deleted: its name was not typed again.".formatted(tenant.schema()))
                    .write(output, console);
        }
        // That one only: somebody else may have got its name while the answer was waited for.
        NamedTenant.change(beans, provisioner -> provisioner.drop(tenant));
        answer(tenant, contents, console);
        return ExitCode.DONE;
    }

    /** Of a tenant that never had a schema, one of its name may be somebody else's, which stays. */
    private static SchemaContents contents(Tenant tenant, CommandBeans beans) {
        return tenant.status() == TenantStatus.PROVISIONING || tenant.status() == TenantStatus.FAILED
                ? new SchemaContents(0, 0)
                : SchemaContents.of(
                        tenant.schema(), beans.get(UnroutedDataSource.class).dataSource());
    }

    private static boolean isConfirmed(Tenant tenant, SchemaContents contents, Console console) {
        Question question = console.question();
        PrintWriter err = console.err();
        err.printf("This deletes tenant %s for good:%n", tenant.describe());
        err.printf("  schema  %s, %s%n", tenant.schema(), describe(contents));
        err.printf("  hosts   %s%n", hosts(tenant));
        err.flush();
        return question != null
                && question.ask("Type its name to delete it: ")
                        .map(String::strip)
                        .filter(tenant.schema().value()::equals)
                        .isPresent();
    }

    private void answer(Tenant tenant, SchemaContents contents, Console console) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("deleted", TenantDocument.of(tenant));
        document.put("tables", contents.tables());
        document.put("bytes", contents.bytes());
        answer(
                "Tenant %s is deleted: schema %s, %s; hosts %s."
                        .formatted(tenant.describe(), tenant.schema(), describe(contents), hosts(tenant)),
                document,
                console);
    }

    private static String describe(SchemaContents contents) {
        return Numbers.count(contents.tables(), "table") + ", " + Numbers.size(contents.bytes());
    }

    private static String hosts(Tenant tenant) {
        return tenant.domains().isEmpty() ? "none" : String.join(", ", TenantDocument.hosts(tenant));
    }
}
