package io.tenantschemas.entity.scoped.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class InTenantPackage {

    @Id
    private long id;
}
