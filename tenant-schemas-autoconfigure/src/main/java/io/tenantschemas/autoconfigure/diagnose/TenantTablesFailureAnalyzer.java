package io.tenantschemas.autoconfigure.diagnose;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.tenantschemas.autoconfigure.entity.TenantTablesIncompleteException;

/** Prints the SQL to add. */
@Order(SpecificAnalyzers.ORDER)
final class TenantTablesFailureAnalyzer extends AbstractFailureAnalyzer<TenantTablesIncompleteException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TenantTablesIncompleteException cause) {
        String sql = cause.missing().stream()
                .map(missing -> "    " + missing.sql())
                .collect(Collectors.joining("\n", "\n\n", "\n"));
        return new FailureAnalysis(cause.getMessage(), place(cause) + sql + more(cause), cause);
    }

    private static String place(TenantTablesIncompleteException cause) {
        return cause.isWithoutTenants()
                ? "Add this to a new migration of the shared schema, for example src/main/resources/db/shared/V1__tenants.sql,"
                        + " and the columns of your tenant entity's own attributes to its table:"
                : "Add this in a new migration of the shared schema, the next one under src/main/resources/db/shared or wherever"
                        + " tenant-schemas.migrations.shared.locations says:";
    }

    private static String more(TenantTablesIncompleteException cause) {
        return cause.isWithoutProvisioning()
                ? "\nThe table tenant_provisioning is for tenants whose schemas are made later than they are saved. With"
                        + " tenant-schemas.provisioning.mode=sync it is not needed.\n"
                : "";
    }
}
