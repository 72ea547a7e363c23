package io.tenantschemas.autoconfigure.diagnose;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

/** Names the property that was refused. Spring Boot's analyzers show the innermost exception alone, which may not. */
@Order(SpecificAnalyzers.ORDER)
final class TenantPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        return cause.getName().startsWith("tenant-schemas.") ? analysis(cause) : null;
    }

    private static FailureAnalysis analysis(InvalidConfigurationPropertyValueException cause) {
        return new FailureAnalysis(
                "Property %s cannot be '%s'. %s".formatted(cause.getName(), cause.getValue(), cause.getReason()),
                "Correct or remove %s in the application's configuration.".formatted(cause.getName()),
                cause);
    }
}
