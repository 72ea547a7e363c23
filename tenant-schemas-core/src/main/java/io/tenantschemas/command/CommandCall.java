package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

import io.tenantschemas.tenant.Tenant;

/** Which of the application's own commands is to be run, and with which arguments. */
final class CommandCall {

    private static final Log logger = LogFactory.getLog(CommandCall.class);

    @Parameters(
            index = "0",
            paramLabel = "COMMAND",
            description =
                    "The name of a bean of type TenantCommand. An unknown one is refused with a list of those there are.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private String name;

    @Parameters(
            index = "1..*",
            paramLabel = "ARGUMENT",
            description =
                    "Whatever stands behind COMMAND, options too, is the command's own. (An option with a dot in its name is"
                            + " Spring's.)")
    private List<String> arguments = new ArrayList<>();

    String name() {
        return name;
    }

    /**
     * Finds out that there is such a command.
     *
     * @throws ParameterException if there is none of that name
     */
    void refuseUnknown(CommandBeans beans, CommandSpec spec) {
        TenantCommandBeans commands = beans.get(TenantCommandBeans.class);
        if (!commands.names().contains(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no bean of type TenantCommand with the name '%s'. %s"
                            .formatted(name, whatThereIs(commands.names())));
        }
    }

    /**
     * Returns the command. It may need whatever the application has, and what that says where there is no database leads nowhere: the
     * database is to be asked for something before.
     */
    TenantCommand find(CommandBeans beans) {
        return beans.get(TenantCommandBeans.class).byName().apply(name);
    }

    private static String whatThereIs(List<String> names) {
        return names.isEmpty()
                ? "There is none at all; define one in the application."
                : "There are: " + String.join(", ", names) + ".";
    }

    /** Runs the command for the tenant that is bound, and returns what became of it. */
    TenantRun run(TenantCommand command, Tenant tenant, CommandOutput out) {
        PrintWriter writer = new PrintWriter(out);
        try {
            command.run(List.copyOf(arguments), writer);
            return new TenantRun(tenant, null);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            logger.debug("The command '%s' failed for tenant %s".formatted(name, tenant.describe()), failure);
            return new TenantRun(tenant, failure);
        } finally {
            writer.flush();
        }
    }
}
