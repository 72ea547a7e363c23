package io.tenantschemas.isolationcheck.run;

import java.util.function.Supplier;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.tenantschemas.isolationcheck.model.Life;
import io.tenantschemas.isolationcheck.model.World;
import io.tenantschemas.provision.TenantInitializer;
import io.tenantschemas.tenant.Tenant;

/** Writes into a new tenant's schema whose it is, and lets its sequence begin where no other's does. */
final class Seeder implements TenantInitializer {

    private final World world;

    private final Supplier<JdbcClient> jdbc;

    Seeder(World world, Supplier<JdbcClient> jdbc) {
        this.world = world;
        this.jdbc = jdbc;
    }

    @Override
    public void initialize(Tenant tenant) {
        Life life = world.appear(tenant);
        jdbc.get()
                .sql("INSERT INTO identity_card (owner_id, stamp) VALUES (?, ?)")
                .params(life.id(), life.stamp())
                .update();
        jdbc.get()
                .sql("ALTER SEQUENCE entry_seq RESTART WITH " + life.firstId())
                .update();
    }
}
