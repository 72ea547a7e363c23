package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import io.tenantschemas.provision.CopyOptions;
import io.tenantschemas.provision.DomainTakenException;
import io.tenantschemas.provision.InvalidTenantException;
import io.tenantschemas.provision.NameTakenException;
import io.tenantschemas.provision.SchemaExistsException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Makes a tenant as a copy of another one. */
@Command(
        name = "clone-tenant",
        synopsisHeading = "Usage: ",
        description =
                "Creates a tenant as a copy of another one, in one transaction: its schema with all that is in it, and what its"
                        + " row says, unless --set names a column of the tenants' table. The copy refers to nothing of the original. Whoever writes into the original meanwhile"
                        + " waits; whoever reads does not. What cannot be copied is named, and nothing is created.",
        footer = {
            "Examples:",
            "  java -jar app.jar clone-tenant acme acme_test --domain=test.acme.example.com --set name=Test",
            "  java -jar app.jar clone-tenant acme globex --domain=globex.example.com --without-data"
        })
final class CloneTenantCommand extends OneTenantCommand {

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "The name of the new tenant, which is that of its schema.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private SchemaName to;

    @Mixin
    private NewTenantOptions options = new NewTenantOptions();

    @Option(
            names = "--without-data",
            description =
                    "Leave the rows out. Sequences begin at their start then, and the history of migrations is the same.")
    private boolean withoutData;

    @Option(
            names = "--allow-mentions",
            description =
                    "Copy functions, triggers and the like also if the original's name stands in their text, which is refused otherwise:"
                            + " you have made sure that they do not read or write the original from within the copy.")
    private boolean mentionsAllowed;

    @Override
    void validate() {
        if (name().equals(to)) {
            throw new ParameterException(
                    spec.commandLine(), "'%s' cannot be a copy of itself; give another name.".formatted(to));
        }
    }

    @Override
    void validate(CommandBeans beans) {
        NamedTenant.refuseEverybodys(to, beans, spec);
    }

    private Tenant copy(Tenant from, CommandBeans beans) {
        try {
            return NamedTenant.change(
                    beans, provisioner -> provisioner.copy(from.schema(), options.of(to), whatIsCopied()));
        } catch (NameTakenException | DomainTakenException | InvalidTenantException | SchemaExistsException ofTheCopy) {
            throw new TenantFailedException(to, ofTheCopy);
        }
    }

    private CopyOptions whatIsCopied() {
        CopyOptions copied = withoutData ? CopyOptions.withoutRows() : CopyOptions.everything();
        return mentionsAllowed ? copied.allowingMentions() : copied;
    }

    @Override
    int run(Tenant from, CommandBeans beans, Console console) {
        Tenant copy = copy(from, beans);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tenant", TenantDocument.of(copy));
        document.put("copyOf", TenantDocument.of(from));
        document.put("withData", !withoutData);
        answer(
                "Tenant %s is created as a copy of %s%s, at %s."
                        .formatted(
                                copy.describe(),
                                from.describe(),
                                withoutData ? " without its data" : "",
                                String.join(", ", TenantDocument.hosts(copy))),
                document,
                console);
        return ExitCode.DONE;
    }
}
