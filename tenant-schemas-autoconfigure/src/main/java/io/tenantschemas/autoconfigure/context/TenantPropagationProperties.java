package io.tenantschemas.autoconfigure.context;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of how tenants go along to other threads.
 *
 * @param exclude names of executor and scheduler beans that are left as they are: what is handed to them is bound to nothing
 */
@ConfigurationProperties("tenant-schemas.propagation")
public record TenantPropagationProperties(@DefaultValue List<String> exclude) {

    /** Copies the list. */
    public TenantPropagationProperties {
        exclude = List.copyOf(exclude);
    }
}
