package io.tenantschemas.autoconfigure.diagnose;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.tenantschemas.tenant.TenantSchemasException;

/**
 * Shows the message of whatever this library refused at start-up, which says what to do, instead of a stack trace. Comes
 * after those that say more.
 */
@Order(SpecificAnalyzers.GENERAL)
final class TenantSchemasFailureAnalyzer extends AbstractFailureAnalyzer<TenantSchemasException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TenantSchemasException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
