package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

import io.tenantschemas.tenant.SchemaName;

/**
 * Why a command did not do what it was asked to.
 *
 * @param exitCode what it ends with
 * @param type tells situations apart: the simple name of the exception, or {@code WrongUsage}
 * @param schema the tenant that it is about, or null
 * @param message the reason, in one line
 */
record Complaint(int exitCode, String type, @Nullable SchemaName schema, String message) {

    static Complaint ofUsage(ParameterException wrong) {
        return new Complaint(ExitCode.WRONG_USAGE, "WrongUsage", null, String.valueOf(wrong.getMessage()));
    }

    static Complaint of(TenantFailedException failed) {
        return ofTenant(failed.schema(), failed.reason());
    }

    static Complaint ofTenant(SchemaName schema, Throwable failure) {
        return new Complaint(ExitCode.FAILED, typeOf(failure), schema, FailureText.of(failure));
    }

    static Complaint thatNothingCouldBeDone(Throwable failure) {
        return new Complaint(
                ExitCode.NOTHING_TRIED, typeOf(failure), null, "Nothing could be done: " + FailureText.of(failure));
    }

    private static String typeOf(Throwable failure) {
        return FailureText.best(failure).getClass().getSimpleName();
    }

    /** Returns what programs are told. */
    Map<String, Object> describe() {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", type);
        described.put("schema", schema == null ? null : schema.value());
        described.put("message", message);
        return described;
    }

    /** Says it in one line on standard error, and on standard output where that is for a program. */
    int write(OutputFormat output, Console console) {
        console.err().println(message);
        if (output == OutputFormat.json) {
            JsonDocument.write(Map.of("error", describe()), console.out());
        }
        console.flush();
        return exitCode;
    }
}
