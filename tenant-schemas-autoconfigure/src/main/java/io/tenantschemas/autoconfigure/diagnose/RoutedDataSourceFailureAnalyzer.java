package io.tenantschemas.autoconfigure.diagnose;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.tenantschemas.routing.RoutingDataSource;

/** Explains why a data source bean is not of the pool's type any more. */
@Order(SpecificAnalyzers.ORDER)
final class RoutedDataSourceFailureAnalyzer extends AbstractFailureAnalyzer<BeanNotOfRequiredTypeException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanNotOfRequiredTypeException cause) {
        return RoutingDataSource.class.isAssignableFrom(cause.getActualType()) ? analysis(cause) : null;
    }

    private static FailureAnalysis analysis(BeanNotOfRequiredTypeException cause) {
        String type = cause.getRequiredType().getSimpleName();
        return new FailureAnalysis(
                "Something asks for data source '%s' as a %s, but it stands behind a RoutingDataSource, which points each connection at its tenant."
                        .formatted(cause.getBeanName(), type),
                ("Ask for a javax.sql.DataSource; to read or change the pool's settings, use dataSource.unwrap(%s.class)."
                                + " Connections must come from the DataSource itself, or they point at nobody's schema. If the"
                                + " data source holds no tenants, list it under tenant-schemas.routing.exclude.")
                        .formatted(type),
                cause);
    }
}
