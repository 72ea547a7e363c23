package io.tenantschemas.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;

import io.tenantschemas.context.SchemaReadiness;
import io.tenantschemas.tenant.Tenant;

/** The readiness that the application has, asked for at each use: what knows the migrations may need whoever asks. */
final class LateReadiness implements SchemaReadiness {

    private final ObjectProvider<SchemaReadiness> readiness;

    LateReadiness(ObjectProvider<SchemaReadiness> readiness) {
        this.readiness = readiness;
    }

    @Override
    public State of(Tenant tenant) {
        return readiness().of(tenant);
    }

    @Override
    public void prepare(List<Tenant> tenants) {
        readiness().prepare(tenants);
    }

    private SchemaReadiness readiness() {
        return readiness.getIfAvailable(SchemaReadiness::notRequired);
    }
}
