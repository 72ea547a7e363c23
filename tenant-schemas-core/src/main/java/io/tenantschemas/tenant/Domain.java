package io.tenantschemas.tenant;

import org.springframework.util.Assert;

/**
 * A host that leads to a tenant.
 *
 * @param host the host
 * @param primary whether links to the tenant use this host
 */
public record Domain(HostName host, boolean primary) {

    /** Checks that nothing is missing. */
    public Domain {
        Assert.notNull(host, "'host' must not be null");
    }
}
