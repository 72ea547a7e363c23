package io.tenantschemas.autoconfigure.command.application;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.tenant.Tenant;

/** Fills a new shop, which takes JPA. */
@Component
@ConditionalOnBooleanProperty("test.seed")
final class Seed implements TenantInitializer {

    private final ShopRepository shops;

    private final JdbcTemplate jdbc;

    Seed(ShopRepository shops, JdbcTemplate jdbc) {
        this.shops = shops;
        this.jdbc = jdbc;
    }

    @Override
    public void initialize(Tenant tenant) {
        jdbc.update("INSERT INTO products VALUES (?)", "one of " + shops.count() + " shops");
    }
}
