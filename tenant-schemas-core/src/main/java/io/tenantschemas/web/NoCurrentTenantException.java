package io.tenantschemas.web;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;

import io.tenantschemas.tenant.TenantSchemasException;

/** Thrown when a controller's argument requires a tenant and the request has none. Answered with 404. */
public final class NoCurrentTenantException extends TenantSchemasException implements ErrorResponse {

    private static final long serialVersionUID = 1L;

    private final transient ProblemDetail body =
            ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is nothing at this address on this site.");

    NoCurrentTenantException(MethodParameter parameter) {
        super(("%s of %s requires a tenant and the request has none, or its row has gone. Mark the controller with"
                        + " @TenantSite, or declare the argument as Optional if it is meant for the main site, too.")
                .formatted(described(parameter), parameter.getExecutable().toGenericString()));
    }

    static String described(MethodParameter parameter) {
        String name = parameter.getParameter().getName();
        return "The argument '%s' (number %d)".formatted(name, parameter.getParameterIndex() + 1);
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatus.NOT_FOUND;
    }

    @Override
    public ProblemDetail getBody() {
        return body;
    }
}
