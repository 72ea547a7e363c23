package io.tenantschemas.web;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.web.filter.GenericFilterBean;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.context.TenantScope;
import io.tenantschemas.tenant.Tenant;
import io.tenantschemas.web.RequestDecision.Admitted;
import io.tenantschemas.web.RequestDecision.Rejected;

/**
 * Binds the tenant of a request to the thread that serves it, and afterwards, also after an exception, restores what the
 * thread was bound to before.
 *
 * <p>Which tenant that is, and whether the request is let in, is decided when the filter first sees the request; later
 * dispatches of the same request, to other threads or to the error page, bind the same. The filter therefore has to be
 * registered for the dispatcher types {@code REQUEST}, {@code ASYNC} and {@code ERROR}, ahead of every filter that opens a
 * session, a transaction or a persistence context. An error page for a request that was not let in, or that failed before
 * anything was decided, is served with nothing bound.
 *
 * <p>That a tenant in service has no schema is noticed when the application asks for the tenant's data. The exception that says so,
 * if it comes out of the chain, also as the cause of another one and in an asynchronous dispatch, is answered like a request that
 * was not let in, unless the response was committed before. What the response holds is discarded then, headers included.
 *
 * <p>What Spring MVC or the server does for the request in other threads has the same binding: a {@code Callable} that a
 * controller returns, callbacks such as {@code DeferredResult.onTimeout}, {@code AsyncContext.start} and its listeners.
 * Threads that a controller starts itself have none.
 */
public final class TenantFilter extends GenericFilterBean {

    /**
     * The name of the request attribute that holds the {@link io.tenantschemas.tenant.Tenant}, for what has no access to
     * {@link io.tenantschemas.context.TenantContext}, such as an access log: {@code io.tenantschemas.tenant}. Absent when
     * none is bound.
     */
    public static final String TENANT_ATTRIBUTE = "io.tenantschemas.tenant";

    private static final String DECISION_ATTRIBUTE = TenantFilter.class.getName() + ".DECISION";

    private static final Admitted UNBOUND = new Admitted(new TenantBinding.Unbound());

    private final TenantAdmission admission;

    private final IgnoredPaths ignoredPaths;

    private final RejectedRequestHandler rejectedRequestHandler;

    private final NotSetUpLog notSetUp = new NotSetUpLog(System::nanoTime);

    /**
     * Creates a filter.
     *
     * @param admission decides which requests are let in, and for whom
     * @param ignoredPaths the paths for which nothing is decided and nothing bound
     * @param rejectedRequestHandler answers what is not let in
     */
    public TenantFilter(
            TenantAdmission admission, IgnoredPaths ignoredPaths, RejectedRequestHandler rejectedRequestHandler) {
        Assert.notNull(admission, "'admission' must not be null");
        Assert.notNull(ignoredPaths, "'ignoredPaths' must not be null");
        Assert.notNull(rejectedRequestHandler, "'rejectedRequestHandler' must not be null");
        this.admission = admission;
        this.ignoredPaths = ignoredPaths;
        this.rejectedRequestHandler = rejectedRequestHandler;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest httpRequest)
                || !(response instanceof HttpServletResponse httpResponse)) {
            throw new ServletException("TenantFilter serves HTTP requests only");
        }
        RequestDecision decision = decisionFor(httpRequest);
        if (decision instanceof Admitted admitted) {
            proceed(admitted.binding(), httpRequest, httpResponse, chain);
        } else if (decision instanceof Rejected rejected) {
            reject(rejected, httpRequest, httpResponse);
        }
    }

    private void proceed(
            TenantBinding binding, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (TenantScope scope = TenantScope.open(binding)) {
            chain.doFilter(TenantRequest.of(request, binding), response);
        } catch (IOException | ServletException | RuntimeException failure) {
            // Its first part is on its way, or another thread writes it.
            boolean isBegun = response.isCommitted() || request.isAsyncStarted();
            Rejected rejected = isBegun ? null : afterwards(binding, failure);
            if (rejected == null) {
                throw failure;
            }
            response.reset();
            request.removeAttribute(TENANT_ATTRIBUTE);
            request.setAttribute(DECISION_ATTRIBUTE, rejected);
            reject(rejected, request, response);
        }
    }

    /** Returns why the request should not have been let in, or null if it failed for another reason. */
    private @Nullable Rejected afterwards(TenantBinding binding, Exception failure) {
        Tenant tenant = binding.tenant().orElse(null);
        Throwable missing = tenant == null
                ? null
                : SchemaSearch.inVain(tenant.schema(), failure).orElse(null);
        if (tenant == null || missing == null) {
            return null;
        }
        notSetUp.tell(tenant, missing, failure);
        return new Rejected(new Rejection.NotSetUp(tenant));
    }

    private void reject(Rejected rejected, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try (TenantScope scope = TenantScope.open(UNBOUND.binding())) {
            rejectedRequestHandler.handle(request, response, rejected.reason());
        }
    }

    private RequestDecision decisionFor(HttpServletRequest request) {
        boolean errorPage = request.getDispatcherType() == DispatcherType.ERROR;
        if (request.getAttribute(DECISION_ATTRIBUTE) instanceof RequestDecision decided) {
            // A second refusal would write into a complete response, or hide the page that its handler asked for.
            return errorPage && decided instanceof Rejected ? UNBOUND : decided;
        }
        // Deciding may be what failed; a second failure would leave the error without a page.
        return errorPage ? UNBOUND : decide(request);
    }

    private RequestDecision decide(HttpServletRequest request) {
        RequestDecision decision = ignoredPaths.contains(request) ? UNBOUND : admission.decide(request);
        request.setAttribute(DECISION_ATTRIBUTE, decision);
        if (decision instanceof Admitted admitted) {
            TenantCallableInterceptor.register(request, admitted.binding());
            admitted.binding().tenant().ifPresent(tenant -> request.setAttribute(TENANT_ATTRIBUTE, tenant));
        }
        return decision;
    }
}
