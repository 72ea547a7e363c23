package io.tenantschemas.provision;

import java.util.Optional;

import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.tenant.TenantStatus;

/**
 * Something that was done to a tenant in a transaction, to be told of when it is committed.
 *
 * @param tenant the tenant as it is, or was, if it is gone
 * @param change what the nodes are told
 * @param event what the application is told, if anything
 */
public record TenantOccurrence(Tenant tenant, TenantChange change, Optional<Object> event) {

    /** Checks that nothing is missing. */
    public TenantOccurrence {
        Assert.notNull(tenant, "'tenant' must not be null");
        Assert.notNull(change, "'change' must not be null");
        Assert.notNull(event, "'event' must not be null");
    }

    static TenantOccurrence created(Tenant tenant) {
        return new TenantOccurrence(
                tenant, new TenantChange.Created(tenant.id(), tenant.schema()), Optional.of(new TenantCreated(tenant)));
    }

    /** Returns what to tell of a tenant whose row is there, and whose schema is not yet: nothing to the application. */
    static TenantOccurrence signedUp(Tenant tenant) {
        return new TenantOccurrence(tenant, new TenantChange.Created(tenant.id(), tenant.schema()), Optional.empty());
    }

    /** Returns what to tell of a tenant whose row was there before, and whose schema has come now. */
    static TenantOccurrence built(Tenant tenant) {
        return new TenantOccurrence(
                tenant, new TenantChange.Changed(tenant.id(), tenant.schema()), Optional.of(new TenantCreated(tenant)));
    }

    static TenantOccurrence dropped(Tenant tenant, boolean schemaKept) {
        return new TenantOccurrence(
                tenant,
                new TenantChange.Dropped(tenant.id(), tenant.schema()),
                Optional.of(new TenantDropped(tenant, schemaKept)));
    }

    static TenantOccurrence renamed(Tenant before, Tenant after) {
        return new TenantOccurrence(
                after,
                new TenantChange.Renamed(after.id(), before.schema(), after.schema()),
                Optional.of(new TenantRenamed(before, after)));
    }

    /** Returns what to tell of a tenant that was written, and whose status was that before, as far as is known. */
    static TenantOccurrence changed(Tenant tenant, Optional<TenantStatus> statusBefore) {
        return new TenantOccurrence(
                tenant,
                new TenantChange.Changed(tenant.id(), tenant.schema()),
                statusBefore
                        .filter(before -> before != tenant.status())
                        .map(before -> new TenantStatusChanged(with(tenant, before), tenant)));
    }

    static Tenant with(Tenant tenant, TenantStatus status) {
        return tenant.withStatus(status);
    }

    /** Returns what of this is so when the tenant's row, if there is one, is {@code row}. */
    Optional<TenantOccurrence> confirmedBy(Optional<TenantRow> row) {
        if (change instanceof TenantChange.Dropped) {
            return row.isEmpty() ? Optional.of(this) : Optional.empty();
        }
        if (change instanceof TenantChange.Renamed) {
            return row.filter(there -> there.isNamed(tenant.schema())).map(there -> this);
        }
        if (change instanceof TenantChange.Changed) {
            return row.map(there -> there.isIn(tenant.status()) ? this : withoutEvent());
        }
        return row.map(there -> this);
    }

    private TenantOccurrence withoutEvent() {
        return new TenantOccurrence(tenant, change, Optional.empty());
    }
}
