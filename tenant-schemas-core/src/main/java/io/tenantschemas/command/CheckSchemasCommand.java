package io.tenantschemas.command;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.tenantschemas.context.TenantTemplate;
import io.tenantschemas.context.UnknownTenantException;
import io.tenantschemas.inspect.Finding;
import io.tenantschemas.inspect.InspectionReport;
import io.tenantschemas.inspect.Repair;
import io.tenantschemas.inspect.SchemaInspection;
import io.tenantschemas.provision.TenantProvisioner;
import io.tenantschemas.tenant.SchemaName;

/** Shows what does not fit together, and mends what loses nothing. */
@Command(
        name = "check-schemas",
        description =
                "Shows where the rows of tenants, their schemas, their migrations and the application's entities do not fit together, each"
                        + " with what to do about it: schemas without a tenant, tenants without a schema, tables and columns that"
                        + " are missing or not like those of other tenants, names of tenants in sight of all, indexes that are not valid,"
                        + " migrations that are pending or were changed, domains that lead nowhere or to several tenants. Changes nothing"
                        + " unless --repair is given, and never drops or deletes anything.",
        exitCodeList = {
            "0:nothing was found, or all of it is mended; notes do not count",
            "1:something was found and is left",
            "2:wrong usage",
            "3:nothing could be found out, for example because there is no database"
        })
final class CheckSchemasCommand extends OperatorCommand {

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Show only what is about this schema, a tenant's or another; may be given several times.")
    private List<SchemaName> schemas = new ArrayList<>();

    @Option(
            names = "--repair",
            description =
                    "Mend what loses nothing: make the schema of a tenant that has none, make the only domain of a tenant the"
                            + " primary one, build an index of a tenant anew. What is left is shown with what a person has to do.")
    private boolean repair;

    @Override
    int run(CommandBeans beans, Console console) {
        SchemaInspection inspection = beans.get(SchemaInspection.class);
        InspectionReport report = inspect(inspection);
        List<Repair> repairs = repair ? repair(report, inspection, beans) : List.of();
        InspectionOutcome outcome = InspectionOutcome.of(report, repairs);
        switch (output) {
            case text -> InspectionText.write(outcome, repair, console.out());
            case json -> JsonDocument.write(InspectionDocument.of(outcome), console.out());
        }
        return outcome.left().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private InspectionReport inspect(SchemaInspection inspection) {
        try {
            return schemas.isEmpty() ? inspection.inspect() : inspection.inspect(schemas);
        } catch (UnknownTenantException unknown) {
            throw new TenantFailedException(unknown.schema(), unknown);
        }
    }

    private static List<Repair> repair(InspectionReport report, SchemaInspection inspection, CommandBeans beans) {
        if (report.findings().stream().noneMatch(Finding::isRepairable)) {
            return List.of();
        }
        // As all who change tenants do, so that whoever hands it out can see to what that takes.
        beans.get(TenantProvisioner.class);
        // So that it works where work without a binding is refused, too.
        return beans.get(TenantTemplate.class).executeShared(() -> inspection.repair(report));
    }
}
