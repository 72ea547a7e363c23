package io.tenantschemas.command;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import io.tenantschemas.migrate.MigrationPlan;
import io.tenantschemas.migrate.MigrationReport;
import io.tenantschemas.migrate.MigrationRequest;
import io.tenantschemas.migrate.MigrationRequest.Selection;
import io.tenantschemas.migrate.MigrationRequestException;
import io.tenantschemas.migrate.MigrationStop;
import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.migrate.SchemaMigrationResult;
import io.tenantschemas.migrate.TenantMigrator;
import io.tenantschemas.registry.TenantRegistry;
import io.tenantschemas.registry.TenantTableException;
import io.tenantschemas.tenant.SchemaName;
import io.tenantschemas.tenant.TenantSchemasException;

/** Brings schemas up to date. */
@Command(
        name = "migrate-schemas",
        description = "Brings the shared schema and then every tenant's up to date. A tenant's failure "
                + "does not stop the others; running again does only what is left. If the shared "
                + "schema fails, no tenant is tried. Where nobody else makes the schemas of new tenants, they are made afterwards. Ctrl-C begins no further schema and finishes what is running; "
                + "once more breaks that off, as far as nothing of it stays; and a third time ends at once.",
        exitCodeList = {
            "0:done",
            "1:at least one schema failed, or was left out because of another one",
            "2:wrong usage",
            "3:nothing could be tried, for example because there is no database",
            "130:stopped by Ctrl-C; 143 by SIGTERM, 129 by SIGHUP"
        })
final class MigrateSchemasCommand extends OperatorCommand {

    @Option(names = "--shared", description = "Migrate the shared schema; without --tenant or --schema, only that.")
    private boolean shared;

    @Option(names = "--tenant", description = "Migrate the tenants; without --shared, only them.")
    private boolean tenant;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "Migrate only the tenant with this schema; may be given several times. The name "
                    + "of the public schema stands for the shared one.")
    private List<SchemaName> schemas = new ArrayList<>();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Migrate up to N tenants at the same time, each on a connection of its own "
                    + "(default: what the application is configured for).")
    private int parallel;

    @Option(
            names = "--canary",
            paramLabel = "NAME",
            description =
                    "Migrate this tenant before all others, and none of them if it fails; may be given several times.")
    private List<SchemaName> canaries = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "VERSION",
            description =
                    "Go up to that version only. Needs --shared or --tenant (or --schema), whose version that is.")
    private @Nullable String target;

    @Option(names = "--fail-fast", description = "Begin no further tenant after a failure.")
    private boolean failFast;

    @Option(
            names = "--dry-run",
            description =
                    "Show the SQL that is pending, once for all schemas in which the same is, and change nothing. "
                            + "Ends with 0 also when something is pending.")
    private boolean dryRun;

    @Override
    void validate() {
        if (spec.commandLine().getParseResult().hasMatchedOption("--parallel") && parallel < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--parallel': at least one tenant at a time.");
        }
        if (target != null && !target.matches("\\d+([._]\\d+)*")) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--target': a version, such as 12 or 12.1.");
        }
        if (target != null && selection() == Selection.ALL) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'--target' needs '--shared' or '--tenant', because their versions are others.");
        }
        if (!schemas.isEmpty() && !schemas.containsAll(canaries)) {
            throw new ParameterException(
                    spec.commandLine(), "'--canary' must be one of '--schema', where these are given.");
        }
        if (!canaries.isEmpty() && selection() == Selection.SHARED) {
            throw new ParameterException(spec.commandLine(), "'--canary' is a tenant's, and '--shared' selects none.");
        }
    }

    @Override
    int run(CommandBeans beans, Console console) {
        MigrationStop stop = new MigrationStop();
        try (EndingSignals signals = EndingSignals.heed(stop, console.err())) {
            boolean makesTenants = beans.get(MigrationDefaults.class).makesTenants();
            MigrationReport report = migrate(beans, console, stop, makesTenants);
            MadeTenants made = makesTenants && isToMake(report) ? made(report, beans, stop) : MadeTenants.NONE;
            boolean isPlanned = dryRun && !stop.isRequested();
            boolean isTold = isPlanned ? tellPlans(report, beans, console) : tell(report, made, console);
            return signals.exitCode()
                    .orElse(isTold && report.isComplete() && made.isComplete() ? ExitCode.DONE : ExitCode.FAILED);
        }
    }

    /**
     * Never up to a version only, and never upon a shared schema that is not what the migrations of tenants expect, nor with
     * migrations that were to be tried first and failed.
     */
    private boolean isToMake(MigrationReport report) {
        return !dryRun
                && target == null
                && selection() != Selection.SHARED
                && report.failed().stream().map(SchemaMigrationResult::target).noneMatch(this::keepsFromMaking);
    }

    private MadeTenants made(MigrationReport report, CommandBeans beans, MigrationStop stop) {
        try {
            return MadeTenants.make(schemas, beans, stop::isRequested);
        } catch (TenantTableException missing) {
            return MadeTenants.NONE;
        } catch (RuntimeException unknown) {
            if (report.isComplete()) {
                throw unknown;
            }
            // Such as a database that went away in between, of which the report tells already.
            return MadeTenants.NONE;
        }
    }

    private boolean keepsFromMaking(MigrationTarget failed) {
        return failFast || failed.isShared() || canaries.contains(failed.schema());
    }

    private boolean tell(MigrationReport report, MadeTenants made, Console console) {
        switch (output) {
            case text -> {
                MigrationSummary.write(report, dryRun, console.out());
                made.write(console.out());
            }
            case json -> JsonDocument.write(MigrationDocument.of(report, made), console.out());
        }
        return true;
    }

    /** Returns whether it is known what would run. */
    private boolean tellPlans(MigrationReport report, CommandBeans beans, Console console) {
        List<MigrationPlan> plans;
        try {
            plans = beans.get(TenantMigrator.class).plans(report);
        } catch (TenantSchemasException | UncheckedIOException unreadable) {
            // For example, nobody knows what to replace a placeholder with, or a tenant is gone by now. What is pending
            // is known all the same.
            tell(report, MadeTenants.NONE, console);
            console.err().println(unreadable.getMessage());
            return false;
        }
        switch (output) {
            case text -> {
                MigrationText.write(plans, console.out());
                MigrationSummary.write(report, true, console.out());
            }
            case json -> JsonDocument.write(MigrationDocument.of(report, plans), console.out());
        }
        return true;
    }

    private MigrationReport migrate(CommandBeans beans, Console console, MigrationStop stop, boolean makesTenants) {
        // Those that are made afterwards would be refused here, because there is nothing to migrate yet.
        List<SchemaName> there = makesTenants && !dryRun ? withoutWaiting(beans) : schemas;
        if (there.isEmpty() && !schemas.isEmpty() && !shared) {
            return new MigrationReport(List.of(), Duration.ZERO, Map.of());
        }
        try (Progress progress = progress(console)) {
            Selection selection = there.isEmpty() && !schemas.isEmpty() ? Selection.SHARED : selection();
            return beans.get(TenantMigrator.class).migrate(request(selection, there, beans), progress, stop);
        } catch (MigrationRequestException contradictory) {
            throw new ParameterException(spec.commandLine(), contradictory.getMessage(), contradictory);
        }
    }

    private List<SchemaName> withoutWaiting(CommandBeans beans) {
        try {
            return schemas.stream()
                    .filter(schema -> beans.get(TenantRegistry.class)
                            .findBySchema(schema)
                            .filter(MadeTenants::waits)
                            .isEmpty())
                    .toList();
        } catch (TenantTableException missing) {
            // Nobody waits where there is no table yet, which the shared migrations make.
            return schemas;
        }
    }

    private Progress progress(Console console) {
        if (output == OutputFormat.json) {
            return new ProgressLines(console.err());
        }
        StatusLine line = console.statusLine();
        return line == null ? new ProgressLines(console.out()) : new TerminalBar(line, console.err());
    }

    private MigrationRequest request(Selection selection, List<SchemaName> there, CommandBeans beans) {
        return new MigrationRequest(
                selection,
                there,
                parallel > 0 ? parallel : beans.get(MigrationDefaults.class).parallelism(),
                failFast,
                dryRun,
                there.size() == schemas.size()
                        ? canaries
                        : canaries.stream().filter(there::contains).toList(),
                target);
    }

    private Selection selection() {
        if (shared && !tenant && schemas.isEmpty()) {
            return Selection.SHARED;
        }
        return shared == (tenant || !schemas.isEmpty()) ? Selection.ALL : Selection.TENANTS;
    }
}
