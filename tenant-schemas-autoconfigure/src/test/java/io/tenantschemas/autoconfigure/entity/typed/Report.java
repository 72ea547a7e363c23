package io.tenantschemas.autoconfigure.entity.typed;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.tenantschemas.entity.TenantScoped;

/** Of a type that is written wrongly. */
@Entity
@TenantScoped(types = "premum")
public class Report {

    @Id
    private long id;

    public long getId() {
        return id;
    }
}
