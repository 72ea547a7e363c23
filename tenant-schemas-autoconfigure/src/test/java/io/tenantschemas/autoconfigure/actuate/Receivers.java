package io.tenantschemas.autoconfigure.actuate;

import java.util.stream.Stream;

import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import io.tenantschemas.registry.TenantChangePublisher;
import io.tenantschemas.registry.TenantChannel;
import io.tenantschemas.registry.postgresql.TenantChangeReceiver;
import io.tenantschemas.tenant.SchemaName;

/** Those who are meant to listen. */
final class Receivers {

    private Receivers() {}

    /** Returns one that has no database to listen to. */
    static TenantChangeReceiver deaf() {
        return new TenantChangeReceiver(
                new SimpleDriverDataSource(),
                new TenantChannel(SchemaName.of("public")),
                new TenantChangePublisher(Stream::empty));
    }
}
