package io.tenantschemas.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.tenant.Tenant;

/**
 * What became of work for a tenant.
 *
 * @param tenant the tenant
 * @param failure what it failed with, or null if it is done
 */
record TenantRun(Tenant tenant, @Nullable Throwable failure) {

    boolean isDone() {
        return failure == null;
    }

    /** Returns what people are told of a failure. */
    String complaint() {
        return failure == null ? "" : "%s: FAILED: %s".formatted(tenant.schema(), FailureText.of(failure));
    }

    /** Returns what programs are told. */
    Map<String, Object> describe(String output) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", tenant.id());
        described.put("schema", tenant.schema().value());
        described.put("result", failure == null ? "done" : "failed");
        described.put("output", output);
        if (failure != null) {
            described.put("error", Complaint.ofTenant(tenant.schema(), failure).describe());
        }
        return described;
    }
}
