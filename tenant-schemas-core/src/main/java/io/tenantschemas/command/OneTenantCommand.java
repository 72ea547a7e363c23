package io.tenantschemas.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.Tenant;

/** Does something to the tenant that is named first. */
@Command(
        exitCodeList = {
            "0:done",
            "1:the tenant is unknown, or was left as it was for the reason on standard error",
            "2:wrong usage; also if the schema is everybody's, such as the public one",
            "3:nothing could be tried, for example because there is no database"
        })
abstract class OneTenantCommand extends OperatorCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "The tenant, by the name of its schema.")
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    private SchemaName name;

    final SchemaName name() {
        return name;
    }

    /** Refuses what is wrong in this application only. */
    void validate(CommandBeans beans) {}

    @Override
    final int run(CommandBeans beans, Console console) {
        validate(beans);
        Tenant tenant = find(beans);
        return TenantFailedException.explain(name, () -> run(tenant, beans, console));
    }

    /** Returns the tenant that is named. */
    Tenant find(CommandBeans beans) {
        return NamedTenant.find(name, beans, spec);
    }

    /**
     * Does the work.
     *
     * @return the exit code
     */
    abstract int run(Tenant tenant, CommandBeans beans, Console console);
}
