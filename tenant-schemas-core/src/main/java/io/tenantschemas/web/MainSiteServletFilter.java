package io.tenantschemas.web;

import java.io.IOException;
import java.util.function.Predicate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.util.Assert;
import org.springframework.web.filter.GenericFilterBean;

import io.tenantschemas.tenant.SchemaName;

/** Hides servlets from the hosts of tenants with 404, however the path to them is written. */
public final class MainSiteServletFilter extends GenericFilterBean {

    private final SchemaName publicSchema;

    private final Predicate<String> hidden;

    /**
     * Creates a filter.
     *
     * @param publicSchema the schema that holds the shared tables
     * @param hidden the servlets to hide, by name
     */
    public MainSiteServletFilter(SchemaName publicSchema, Predicate<String> hidden) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        Assert.notNull(hidden, "'hidden' must not be null");
        this.publicSchema = publicSchema;
        this.hidden = hidden;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String servlet = ((HttpServletRequest) request).getHttpServletMapping().getServletName();
        if (servlet != null && Site.isTenants(publicSchema) && hidden.test(servlet)) {
            ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            chain.doFilter(request, response);
        }
    }
}
