package io.tenantschemas.autoconfigure.diagnose;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;

import io.tenantschemas.autoconfigure.entity.TenantModelException;

/** Shows the tenant model to write. */
@Order(SpecificAnalyzers.ORDER)
final class TenantModelFailureAnalyzer extends AbstractFailureAnalyzer<TenantModelException> {

    private static final String MODEL = """
            Write the tenant model, an entity of your own, in a package that Spring Boot scans for entities:

                @Entity
                @Shared
                public class Client extends AbstractTenant {

                    private String name;

                    protected Client() {}

                    public Client(String schemaName, String domain, String name) {
                        super(schemaName, domain);
                        this.name = name;
                    }
                }

            or switch Tenant Schemas off with tenant-schemas.enabled=false.""";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TenantModelException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                cause.models().isEmpty()
                        ? MODEL
                        : "Keep one of them as the tenant model, or let one extend the other with @Inheritance.",
                cause);
    }
}
