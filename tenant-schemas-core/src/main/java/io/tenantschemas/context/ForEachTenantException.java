package io.tenantschemas.context;

import java.util.stream.Collectors;

import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Thrown after work for each tenant, when it failed for at least one. The causes are {@linkplain #getSuppressed()
 * suppressed} exceptions, in the order of {@link ForEachTenantReport#failures()}.
 */
public final class ForEachTenantException extends TenantSchemasException {

    private static final long serialVersionUID = 1L;

    private static final int NAMED = 20;

    private final transient ForEachTenantReport report;

    ForEachTenantException(String work, ForEachTenantReport report) {
        super(
                ("%s failed for %d of %d tenants: %s. It was done for the others. The reason for each follows as a suppressed"
                                + " exception.")
                        .formatted(
                                work,
                                report.failures().size(),
                                report.succeeded() + report.failures().size(),
                                names(report)));
        this.report = report;
        report.failures().forEach(failure -> addSuppressed(failure.cause()));
    }

    private static String names(ForEachTenantReport report) {
        String names = report.failures().stream()
                .limit(NAMED)
                .map(failure -> failure.tenant().schema().value())
                .collect(Collectors.joining(", "));
        int more = report.failures().size() - NAMED;
        return more > 0 ? names + " and %d more".formatted(more) : names;
    }

    /** Returns how the work went for all of them. */
    public ForEachTenantReport report() {
        return report;
    }
}
