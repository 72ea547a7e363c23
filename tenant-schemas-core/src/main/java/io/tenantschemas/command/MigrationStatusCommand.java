package io.tenantschemas.command;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.tenant.SchemaName;

/** Shows how far schemas are. */
@Command(
        name = "migration-status",
        description =
                "Shows for the shared schema and every tenant's which version it has and what is pending, and changes "
                        + "nothing. Ends with 1 when something is pending or has failed, so that a deployment can be made to "
                        + "depend on it.",
        exitCodeList = {
            "0:everything is up to date",
            "1:something is pending or has failed",
            "2:wrong usage",
            "3:nothing could be found out, for example because there is no database"
        })
final class MigrationStatusCommand extends OperatorCommand {

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description =
                    "Show only the tenant with this schema; may be given several times. The name of the public schema "
                            + "stands for the shared one.")
    private List<SchemaName> schemas = new ArrayList<>();

    @Option(names = "--pending-only", description = "Leave out schemas that are up to date; they are still counted.")
    private boolean pendingOnly;

    @Override
    int run(CommandBeans beans, Console console) {
        MigrationReport report = beans.get(TenantMigrator.class).migrate(request(beans));
        switch (output) {
            case text -> MigrationStatusText.write(report, pendingOnly, console.out());
            case json -> JsonDocument.write(MigrationDocument.ofStatus(report, pendingOnly), console.out());
        }
        return report.isUpToDate() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private MigrationRequest request(CommandBeans beans) {
        MigrationRequest all = schemas.isEmpty() ? MigrationRequest.all() : MigrationRequest.tenants();
        return all.withSchemas(schemas)
                .withParallelism(beans.get(MigrationDefaults.class).parallelism())
                .withDryRun(true);
    }
}
