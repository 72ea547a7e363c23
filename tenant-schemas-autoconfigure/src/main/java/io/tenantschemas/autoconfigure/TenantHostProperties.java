package io.tenantschemas.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.tenantschemas.registry.PublicHosts;
import io.tenantschemas.tenant.HostName;
import io.tenantschemas.tenant.InvalidHostException;

/**
 * Settings of the main site.
 *
 * @param publicHosts hosts of the main site, which need no tenant of their own
 */
@ConfigurationProperties("tenant-schemas")
public record TenantHostProperties(@DefaultValue List<String> publicHosts) {

    /** Checks each host. */
    public TenantHostProperties {
        publicHosts = List.copyOf(publicHosts);
        for (int i = 0; i < publicHosts.size(); i++) {
            check(i, publicHosts.get(i));
        }
    }

    private static void check(int index, String host) {
        try {
            HostName.of(host);
        } catch (InvalidHostException refused) {
            throw new InvalidConfigurationPropertyValueException(
                    "tenant-schemas.public-hosts[%d]".formatted(index), host, refused.getMessage(), refused);
        }
    }

    /** Returns the hosts as requests name them. */
    public PublicHosts hosts() {
        return PublicHosts.of(publicHosts.toArray(String[]::new));
    }
}
