package io.tenantschemas.web;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import io.tenantschemas.tenant.HostName;

/**
 * Finds the tenant by the host of the request, whatever its case, port or trailing dot.
 *
 * <p>The host is what {@link HttpServletRequest#getServerName()} says. Headers such as {@code X-Forwarded-Host} are not
 * read here, because anybody may send them: they count when Spring's {@code ForwardedHeaderFilter} or the server has
 * applied them, which Spring Boot's {@code server.forward-headers-strategy} switches on.
 */
public final class HostTenantRequestResolver implements TenantRequestResolver {

    @Override
    public Optional<TenantReference> resolve(HttpServletRequest request) {
        String host = request.getServerName();
        return host == null || host.isEmpty()
                ? Optional.empty()
                : Optional.of(new TenantReference.ByHost(HostName.of(bracketed(host))));
    }

    // Some servers leave out the brackets; the last group of the address would then be taken for a port.
    private static String bracketed(String host) {
        boolean bareIpv6 = !host.startsWith("[") && host.indexOf(':') != host.lastIndexOf(':');
        return bareIpv6 ? "[" + host + "]" : host;
    }
}
