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
        return new FailureAnalysis(
                cause.getMessage(),
                cause.missing().stream()
                        .map(missing -> "    " + missing.sql())
                        .collect(Collectors.joining(
                                "\n",
                                "Add this to a new migration of the shared schema, for example"
                                        + " src/main/resources/db/shared/V1__tenants.sql, and the columns of your tenant"
                                        + " entity's own attributes to its table:\n\n",
                                "\n")),
                cause);
    }
}
