package io.tenantschemas.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.context.ForEachTenantReport;
import io.tenantschemas.tenant.Tenant;

/** Tells what becomes of work for many tenants: who failed as soon as it is known, and the sum at the end. */
final class TenantRuns {

    private final OutputFormat output;

    private final Console console;

    private final List<Map<String, Object>> described = new ArrayList<>();

    private long done;

    private long failed;

    TenantRuns(OutputFormat output, Console console) {
        this.output = output;
        this.console = console;
    }

    boolean isEmpty() {
        return done + failed == 0;
    }

    /** Works for a tenant; what fails has been told. */
    void run(Tenant tenant, Function<CommandOutput, TenantRun> work) {
        CommandOutput out = CommandOutput.of(output, tenant.schema() + ": ", console);
        TenantRun run = work.apply(out);
        if (output == OutputFormat.text && out.isWithinLine()) {
            console.out().println();
        }
        add(run, out);
    }

    /** Tells of a tenant for which the work was not begun. */
    void addNotBegun(ForEachTenantReport.Failure failure) {
        add(new TenantRun(failure.tenant(), failure.cause()), CommandOutput.of(output, "", console));
    }

    private void add(TenantRun run, CommandOutput out) {
        if (run.isDone()) {
            done++;
        } else {
            failed++;
            console.err().println(run.complaint());
        }
        if (output == OutputFormat.json) {
            described.add(run.describe(out.kept()));
        }
    }

    /**
     * Tells the sum.
     *
     * @param brokenOff what kept the other tenants from being tried, or null if all were
     * @return the exit code
     */
    int tell(String command, @Nullable RuntimeException brokenOff) {
        if (brokenOff != null) {
            console.err().println("No further tenant was tried: " + FailureText.of(brokenOff));
        }
        console.err().printf("%s done, %s failed.%n", Numbers.count(done, "tenant"), Numbers.grouped(failed));
        if (output == OutputFormat.json) {
            JsonDocument.write(document(command, brokenOff), console.out());
        }
        return failed == 0 && brokenOff == null ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Map<String, Object> document(String command, @Nullable RuntimeException brokenOff) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("command", command);
        document.put("done", done);
        document.put("failed", failed);
        document.put("tenants", described);
        if (brokenOff != null) {
            document.put("error", Complaint.thatNothingCouldBeDone(brokenOff).describe());
        }
        return document;
    }
}
