package io.tenantschemas.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.Assert;
import org.springframework.web.filter.GenericFilterBean;
import org.springframework.web.util.WebUtils;

import io.tenantschemas.context.TenantContext;
import io.tenantschemas.tenant.SchemaName;

/**
 * Keeps HTTP sessions to the tenant for which they were made, whatever stores them and whoever presents their id.
 *
 * <p>Each session carries the id of its tenant, or says that it is the main site's. To a request for anybody else it does not
 * exist: {@link HttpServletRequest#getSession(boolean) getSession(false)} returns null and {@link
 * HttpServletRequest#isRequestedSessionIdValid()} is false. The same holds for a session that does not say whose it is, unless
 * it was made in this very request. Where a new session is asked for, the one of somebody else is invalidated first, because
 * the server has no second one for the id that the client presents; the new one has a new id.
 *
 * <p>A tenant keeps its sessions when it is renamed. Those of a tenant that was dropped are good for nobody, also when its
 * name is given to another.
 *
 * <p>A request for which nothing is bound, as on an ignored path, has the sessions of the main site. It invalidates none: the
 * cookie of a tenant's host goes along to the paths that are ignored there.
 *
 * <p>The filter has to stand after {@link TenantFilter} and whatever replaces the container's sessions, such as Spring
 * Session, ahead of all that asks for a session, for the dispatcher types {@code REQUEST}, {@code ASYNC} and {@code ERROR}.
 */
public final class TenantSessionFilter extends GenericFilterBean {

    private final SchemaName publicSchema;

    /**
     * Creates a filter.
     *
     * @param publicSchema the schema that holds the shared tables
     */
    public TenantSessionFilter(SchemaName publicSchema) {
        Assert.notNull(publicSchema, "'publicSchema' must not be null");
        this.publicSchema = publicSchema;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)) {
            throw new ServletException("TenantSessionFilter serves HTTP requests only");
        }
        chain.doFilter(guarded(httpRequest), response);
    }

    private HttpServletRequest guarded(HttpServletRequest request) {
        SessionOwner owner = new SessionOwner(TenantContext.binding(), publicSchema);
        TenantSessionRequest guarding = WebUtils.getNativeRequest(request, TenantSessionRequest.class);
        // An asynchronous dispatch may come with the request as it was wrapped before.
        return guarding != null && guarding.isFor(owner) ? request : new TenantSessionRequest(request, owner);
    }
}
