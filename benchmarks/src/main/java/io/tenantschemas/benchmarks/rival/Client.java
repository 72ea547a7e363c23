package io.tenantschemas.benchmarks.rival;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** A tenant. Only the library knows it. */
@Entity
@Shared
class Client extends AbstractTenant {

    protected Client() {}
}
