package io.tenantschemas.autoconfigure.registry;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of how this node hears of changes of tenants.
 *
 * @param listen whether this node listens, over a connection of its own, to what other nodes do to tenants
 * @param listenDataSource name of the DataSource bean that the listening connection comes from, instead of the settings of the
 *     application's pool; it has to lead straight to the server
 */
@ConfigurationProperties("tenant-schemas.registry")
public record TenantRegistryProperties(
        @DefaultValue("true") boolean listen, @Nullable String listenDataSource) {}
