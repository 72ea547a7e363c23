package io.tenantschemas.sample.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.sample.product.Product;
import io.tenantschemas.sample.product.ProductRepository;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.Tenant;

/** Fills the shelves of the demo shops. Runs inside each new shop, in the transaction that opens it. */
@Component
class DemoProducts implements TenantInitializer {

    private final ProductRepository products;

    DemoProducts(ProductRepository products) {
        this.products = products;
    }

    @Override
    public void initialize(Tenant shop) {
        // Made anew each time: what was saved once is no new product.
        Map<String, List<Product>> assortments = Map.of(
                "acme.localhost",
                List.of(product("Anvil", "89.90"), product("Rocket skates", "249.00"), product("Bird seed", "4.50")),
                "globex.localhost",
                List.of(product("Hammock", "59.00"), product("Weather machine", "1999.00")));
        String host = shop.primaryHost().map(HostName::value).orElse("");
        products.saveAll(assortments.getOrDefault(host, List.of()));
    }

    private static Product product(String name, String price) {
        return new Product(name, new BigDecimal(price));
    }
}
