package io.tenantschemas.benchmarks.rival;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the first part of the host for the name of the tenant's schema, and tells Hibernate: as cheap as it can be. */
final class RequestTenant extends OncePerRequestFilter implements CurrentTenantIdentifierResolver<String> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,62}");

    private static final String NONE = "public";

    private final ThreadLocal<String> current = ThreadLocal.withInitial(() -> NONE);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName();
        String name = host.substring(0, Math.max(0, host.indexOf('.')));
        if (!NAME.matcher(name).matches()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        current.set(name);
        try {
            chain.doFilter(request, response);
        } finally {
            current.remove();
        }
    }

    @Override
    public String resolveCurrentTenantIdentifier() {
        return current.get();
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return false;
    }
}
