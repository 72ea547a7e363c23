package io.tenantschemas.registry;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import io.tenantschemas.tenant.HostName;

/**
 * The hosts that are the main site without a row in the tenants' table. A request to one of them is bound to the shared
 * tables and costs no lookup, so that a tenant that had it would never be reached by it.
 *
 * @param hosts the hosts
 */
public record PublicHosts(Set<HostName> hosts) {

    /** Copies the set. */
    public PublicHosts {
        hosts = Set.copyOf(hosts);
    }

    /**
     * Returns those hosts, in whatever form they are written.
     *
     * @throws io.tenantschemas.tenant.InvalidHostException if one cannot be the name of a host
     */
    public static PublicHosts of(String... hosts) {
        return new PublicHosts(Arrays.stream(hosts).map(HostName::of).collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns whether {@code host} is the main site. */
    public boolean contains(HostName host) {
        return hosts.contains(host);
    }
}
