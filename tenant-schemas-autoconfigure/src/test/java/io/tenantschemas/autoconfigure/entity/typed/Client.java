package io.tenantschemas.autoconfigure.entity.typed;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;

import org.jspecify.annotations.Nullable;

import io.tenantschemas.entity.AbstractTenant;
import io.tenantschemas.entity.Shared;
import io.tenantschemas.entity.TenantType;

@Entity
@Shared
public class Client extends AbstractTenant {

    @TenantType
    @Enumerated(EnumType.STRING)
    private @Nullable Plan name;

    protected Client() {}

    public @Nullable Plan getName() {
        return name;
    }

    /** Of which type a client may be. */
    public enum Plan {
        BASIC,
        PREMIUM
    }
}
