package io.tenantschemas.web;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers requests that were not let in. Nothing else sees them: neither the filters after {@link TenantFilter} nor a
 * controller. Only that a tenant has {@linkplain Rejection.NotSetUp no schema} is noticed later, when the application asks for its
 * data; what the response held until then is discarded.
 *
 * <p>An implementation writes the whole response. Calling {@link HttpServletResponse#sendError(int)} instead shows the
 * application's error page, with nothing bound.
 */
@FunctionalInterface
public interface RejectedRequestHandler {

    /** Writes the response to {@code request}, which was refused for the reason given. */
    void handle(HttpServletRequest request, HttpServletResponse response, Rejection rejection)
            throws IOException, ServletException;
}
