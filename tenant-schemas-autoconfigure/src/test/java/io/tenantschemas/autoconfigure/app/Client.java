package io.tenantschemas.autoconfigure.app;

import java.time.LocalDate;
import java.time.ZoneOffset;

import jakarta.persistence.Entity;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;

@Entity
@Shared
public class Client extends AbstractTenant {

    private String name;

    private @Nullable LocalDate paidUntil;

    private boolean onTrial;

    private LocalDate createdOn;

    @SuppressWarnings("NullAway.Init")
    protected Client() {}

    public Client(String schemaName, String domain, String name) {
        super(schemaName, domain);
        this.name = name;
        this.createdOn = LocalDate.now(ZoneOffset.UTC);
        this.onTrial = true;
        this.paidUntil = createdOn.plusMonths(1);
    }

    public String getName() {
        return name;
    }

    public boolean isOnTrial() {
        return onTrial;
    }

    public @Nullable LocalDate getPaidUntil() {
        return paidUntil;
    }

    public LocalDate getCreatedOn() {
        return createdOn;
    }
}
