package com.example.clients;

import java.time.LocalDate;

import jakarta.persistence.Entity;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

// tag::client[]
// tag::brief[]
@Entity
@Shared
public class Client extends AbstractTenant {

    private String name;

    private LocalDate paidUntil;

    private boolean onTrial;

    private LocalDate createdOn;
    // end::brief[]

    protected Client() {}

    public Client(String schemaName, String domain, String name, LocalDate paidUntil, boolean onTrial) {
        super(schemaName, domain);
        this.name = name;
        this.paidUntil = paidUntil;
        this.onTrial = onTrial;
        this.createdOn = LocalDate.now();
    }

    public String getName() {
        return name;
    }
    // end::client[]

    public LocalDate getPaidUntil() {
        return paidUntil;
    }

    public boolean isOnTrial() {
        return onTrial;
    }

    public LocalDate getCreatedOn() {
        return createdOn;
    }
    // tag::client[]
    // tag::brief[]
}
// end::brief[]
// end::client[]
