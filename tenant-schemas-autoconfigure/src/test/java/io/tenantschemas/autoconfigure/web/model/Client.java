package io.tenantschemas.autoconfigure.web.model;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

/** The tenant entity of an application. */
@Entity
@Shared
public class Client extends AbstractTenant {

    /** For JPA. */
    protected Client() {}
}
