package io.tenantschemas.autoconfigure.command.application;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import io.tenantschemas.provision.TenantDropped;
import io.tenantschemas.provision.TenantRenamed;

/** Hears of what becomes of tenants, and works with what there is of JPA. */
@Component
class TenantListeners {

    private final ShopRepository shops;

    TenantListeners(ShopRepository shops) {
        this.shops = shops;
    }

    @EventListener
    void on(TenantRenamed event) {
        System.out.printf("HEARD %s renamed, %d shops%n", event.before().schema(), shops.count());
    }

    @TransactionalEventListener
    void on(TenantDropped event) {
        System.out.printf("HEARD %s dropped%n", event.tenant().schema());
    }
}
