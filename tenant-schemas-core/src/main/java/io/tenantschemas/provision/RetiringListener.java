package io.tenantschemas.provision;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.Assert;

import io.tenantschemas.registry.TenantChange;
import io.tenantschemas.registry.TenantChangeListener;
import io.tenantschemas.routing.RetiredTenants;

/** Keeps work that is still bound to a tenant that was dropped or renamed from meeting whoever gets its name next. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RetiringListener implements TenantChangeListener {

    private final RetiredTenants retired;

    /** Creates a listener that notes tenants in {@code retired}. */
    public RetiringListener(RetiredTenants retired) {
        Assert.notNull(retired, "'retired' must not be null");
        this.retired = retired;
    }

    @Override
    public void onTenantChange(TenantChange change) {
        if (change instanceof TenantChange.Dropped dropped) {
            retired.retire(dropped.id(), dropped.schema());
        } else if (change instanceof TenantChange.Renamed renamed) {
            retired.retire(renamed.id(), renamed.from());
            retired.reinstate(renamed.id(), renamed.to());
        }
    }
}
