package io.tenantschemas.sample.shop;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.tenantschemas.web.CurrentTenant;
import io.tenantschemas.web.TenantSite;

@RestController
@TenantSite
class CurrentShopController {

    @GetMapping("/api/shop")
    ShopView show(@CurrentTenant Shop shop) {
        return ShopView.of(shop);
    }
}
