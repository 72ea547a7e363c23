package io.tenantschemas.sample.shop;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A shop as the outside sees it.
 *
 * @param id the primary key
 * @param name what the shop is called by people
 * @param schemaName the schema that holds its products and orders
 * @param domain the host that leads to it
 * @param url its site, with scheme and port of the current request
 */
public record ShopView(@Nullable Long id, String name, String schemaName, String domain, URI url) {

    /** Returns the view of a shop, for whoever sent the current request. */
    public static ShopView of(Shop shop) {
        String domain = shop.getPrimaryDomain();
        return new ShopView(shop.getId(), shop.getName(), shop.getSchemaName(), domain, site(domain));
    }

    private static URI site(String domain) {
        return ServletUriComponentsBuilder.fromCurrentContextPath()
                .host(domain)
                .path("/")
                .build()
                .toUri();
    }
}
