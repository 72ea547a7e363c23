package io.tenantschemas.autoconfigure.type.application;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantType;

// tag::customer[]
@Entity
@Shared
public class Customer extends AbstractTenant {

    @TenantType
    @Enumerated(EnumType.STRING)
    private @Nullable Plan servicePlan;

    protected Customer() {}

    public Customer(String schemaName, String domain, @Nullable Plan servicePlan) {
        super(schemaName, domain);
        this.servicePlan = servicePlan;
    }

    public @Nullable Plan getServicePlan() {
        return servicePlan;
    }

    public void setServicePlan(@Nullable Plan servicePlan) {
        this.servicePlan = servicePlan;
    }
}
// end::customer[]
